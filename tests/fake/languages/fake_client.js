// The client of the official Node library on the fake.

let twilio;
try {
  twilio = require("twilio");
} catch {
  console.log("skipped: the npm package `twilio` is not installed");
  process.exit(0);
}

const [url, accountSid, authToken] = process.argv.slice(2);

// Sends each request to the fake, with the host as the first segment of the path.
class FakeClient extends twilio.RequestClient {
  request(options) {
    const uri = options.uri.startsWith(url) ? options.uri : `${url}/${options.uri.split("://")[1]}`;
    return super.request({ ...options, uri });
  }
}

module.exports = (token = authToken) => twilio(accountSid, token, { httpClient: new FakeClient() });
