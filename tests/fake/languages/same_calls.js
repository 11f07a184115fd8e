// The calls of `comparison.rs` with the official Node library: `same_calls.js URL ACCOUNT_SID AUTH_TOKEN`.

const client = require("./fake_client.js");

const sid = (prefix) => prefix + "a".repeat(32);
const [service, channel, role, invite] = ["IS", "CH", "RL", "IN"].map(sid);

// Waits for a call. Only the request counts, so an error response is correct.
async function call(promise) {
  try {
    await promise;
  } catch (error) {
    if (error.status === undefined) throw error;
  }
}

async function main() {
  const library = client();
  const apis = [library.chat.v1, library.chat.v2];
  for (const api of apis.map((chat) => chat.services(service).channels("general").invites)) {
    await call(api.create({ identity: "alice" }));
    await call(api.create({ identity: "ä + b&c=d,e", roleSid: role }));
    await call(api.list());
    await call(api.list({ identity: ["alice", "b,c"], pageSize: 20 }));
    await call(api(invite).fetch());
    await call(api(invite).remove());
  }
  await call(library.chat.v2.services(service).channels("söme + channel%").invites.create({ identity: "alice" }));
  const [first, userChannels] = apis.map((chat) => chat.services(service).users("bob").userChannels);
  await call(first.list());
  await call(userChannels.list({ limit: 3 }));
  await call(userChannels(channel).fetch());
  await call(userChannels("söme + channel%").fetch());
  await call(userChannels(channel).update({ notificationLevel: "muted", lastConsumedMessageIndex: 0 }));
  const read = new Date(Date.UTC(2024, 1, 3, 4, 5, 6));
  await call(userChannels(channel).update({ lastConsumptionTimestamp: read }));
  await call(userChannels(channel).update());
  await call(userChannels(channel).remove());
  await call(userChannels(channel).remove({ xTwilioWebhookEnabled: "true" }));

  const channels = library.flexApi.v1.channel;
  const flexFlowSid = sid("FO");
  await call(channels.list({ pageSize: 50 }));
  await call(channels.create({
    flexFlowSid, identity: "alice", chatUserFriendlyName: "Älice", chatFriendlyName: "a chat",
  }));
  await call(channels.create({
    flexFlowSid, identity: "alice", chatUserFriendlyName: "Alice", chatFriendlyName: "Chat", target: "web",
    chatUniqueName: "unique", preEngagementData: '{"a": ["b", 1]}', taskSid: sid("WT"), taskAttributes: "{}",
    longLived: true,
  }));
  await call(channels(channel).fetch());
  await call(channels(channel).remove());
  console.log("passed");
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
