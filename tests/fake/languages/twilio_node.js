// The official Node library on the fake: `twilio_node.js URL ACCOUNT_SID AUTH_TOKEN`.
// The first request of DeleteInvite has status 429.

const assert = require("node:assert");

const client = require("./fake_client.js");

const service = "IS" + "a".repeat(32);
const flow = "FO" + "a".repeat(32);

// The status of the library's own exception.
async function status(action) {
  try {
    await action();
  } catch (error) {
    return error.status;
  }
}

async function main() {
  const library = client();
  const invites = library.chat.v2.services(service).channels("general").invites;
  const created = [];
  for (let number = 0; number < 5; number++) {
    created.push(await invites.create({ identity: `user${number}` }));
  }
  const sids = (all) => all.map((resource) => resource.sid);
  assert.deepStrictEqual(sids(await invites.list({ pageSize: 2 })), sids(created));
  assert.deepStrictEqual(sids(await invites.list({ identity: ["user3"] })), [created[3].sid]);
  assert.strictEqual((await invites(created[0].sid).fetch()).identity, "user0");
  assert.strictEqual(await status(() => invites(created[0].sid).remove()), 429);
  assert.ok(await invites(created[0].sid).remove());
  assert.strictEqual(await status(() => invites(created[0].sid).fetch()), 404);
  assert.strictEqual(await status(() => client("wrong").flexApi.v1.channel.list()), 401);

  const channels = library.flexApi.v1.channel;
  const channel = await channels.create({
    flexFlowSid: flow, identity: "alice", chatUserFriendlyName: "Alice", chatFriendlyName: "Chat",
  });
  assert.strictEqual((await channels(channel.sid).fetch()).flexFlowSid, flow);
  assert.deepStrictEqual(sids(await channels.list()), [channel.sid]);
  assert.ok(await channels(channel.sid).remove());

  const userChannel = library.chat.v2.services(service).users("bob").userChannels("CH" + "a".repeat(32));
  assert.strictEqual((await userChannel.update({ notificationLevel: "muted" })).notificationLevel, "muted");
  console.log("passed");
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
