// The CPU time of calls of the official Node library: `measured_calls.js URL ACCOUNT_SID AUTH_TOKEN`.
// Prints the version of the library. Then it reads `fetch COUNT` and `list COUNT` from its standard input, and prints
// the CPU time of each command in seconds.

const assert = require("node:assert");
const readline = require("node:readline");

const client = require("./fake_client.js");

const invite = "IN" + "0".repeat(32);

const service = client().chat.v1.services("IS" + "a".repeat(32));
const invites = service.channels("CH" + "a".repeat(32)).invites;

// Makes the calls of a command.
async function run(command, count) {
  if (command === "fetch") {
    for (let number = 0; number < count; number++) {
      assert.strictEqual((await invites(invite).fetch()).sid, invite);
    }
    return;
  }
  let found = 0;
  await new Promise((resolve, reject) => {
    const callback = () => (found += 1);
    const done = (error) => (error ? reject(error) : resolve());
    invites.each({ pageSize: 1000, callback, done });
  });
  assert.strictEqual(found, count);
}

async function main() {
  console.log(require("twilio/package.json").version);
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [command, count] = line.split(" ");
    const start = process.cpuUsage();
    await run(command, Number(count));
    const { user, system } = process.cpuUsage(start);
    console.log((user + system) / 1e6);
  }
}

main();
