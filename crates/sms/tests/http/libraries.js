// Requests as the providers' own libraries sign or accept them, and requests that these refuse, as one line of JSON.
const { createHash, generateKeyPairSync, sign } = require("node:crypto");
const { createRequire } = require("node:module");
const load = createRequire(`${process.argv[2]}/package.json`);

const now = Math.floor(Date.now() / 1000);
const url = "https://secure.example.org/hooks/sms/main?notice=abababababababababababababababab";

async function twilio() {
  const { getExpectedTwilioSignature, validateRequest } = load("twilio");
  const token = "an-auth-token";
  const params = { MessageSid: "SM1", MessageStatus: "delivered", To: "+12114367789", Body: "é & =+ \"x\"" };
  const cases = [];
  const add = (name, signature, shown) => {
    const body = new URLSearchParams(shown).toString();
    const believed = validateRequest(token, signature, url, shown);
    cases.push({ provider: "twilio", name, key: token, url, headers: { "x-twilio-signature": signature }, body, believed });
  };
  const good = getExpectedTwilioSignature(token, url, params);
  add("as it is", good, params);
  add("with a port", getExpectedTwilioSignature(token, url.replace(".org/", ".org:443/"), params), params);
  add("another field", good, { ...params, MessageStatus: "failed" });
  add("another token", getExpectedTwilioSignature("other", url, params), params);
  add("another address", getExpectedTwilioSignature(token, `${url}&x=1`, params), params);
  add("nothing", "", params);
  return cases;
}

async function telnyx() {
  const { TelnyxWebhook } = load("telnyx/lib/webhooks");
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const key = publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("base64");
  const webhook = new TelnyxWebhook(key);
  const body = JSON.stringify({
    data: { event_type: "message.finalized", payload: { id: "T1", to: [{ status: "delivered" }] } },
  });
  const cases = [];
  const add = async (name, timestamp, signed, shown) => {
    const signature = sign(null, Buffer.from(signed), privateKey).toString("base64");
    const headers = { "telnyx-signature-ed25519": signature, "telnyx-timestamp": `${timestamp}` };
    let believed = true;
    try {
      await webhook.verify(shown, headers);
    } catch {
      believed = false;
    }
    cases.push({ provider: "telnyx", name, key, url, headers, body: shown, believed });
  };
  await add("as it is", now, `${now}|${body}`, body);
  await add("another body", now, `${now}|${body}`, body.replace("delivered", "expired"));
  await add("another time", now - 1, `${now}|${body}`, body);
  await add("too old", now - 3600, `${now - 3600}|${body}`, body);
  return cases;
}

async function vonage() {
  const { verifySignature } = load("@vonage/jwt");
  const jwt = createRequire(load.resolve("@vonage/jwt"))("jsonwebtoken");
  const secret = "a-signature-secret-of-some-length";
  const body = JSON.stringify({ message_uuid: "V1", status: "delivered" });
  const hash = createHash("sha256").update(body).digest("hex");
  const cases = [];
  const add = (name, token) => {
    let believed = false;
    try {
      believed = verifySignature(token, secret);
    } catch {
      believed = false;
    }
    cases.push({ provider: "vonage", name, key: secret, url, headers: { authorization: `Bearer ${token}` }, body, believed });
  };
  const claims = { iat: now, jti: "1", iss: "Vonage", payload_hash: hash, api_key: "key1" };
  add("as it is", jwt.sign(claims, secret, { algorithm: "HS256" }));
  add("another secret", jwt.sign(claims, "another-secret-of-some-length", { algorithm: "HS256" }));
  add("no algorithm", jwt.sign(claims, null, { algorithm: "none" }));
  return cases;
}

Promise.all([twilio(), telnyx(), vonage()]).then((all) => {
  process.stdout.write(JSON.stringify({ now, cases: all.flat() }));
});
