// Weighs what a phone downloads, against the budgets of docs/performance.md. Fails where a budget is missed.
//
// Chromium says which files a page loads; then each is fetched as a browser would and its bytes are counted as they
// travel, compressed. Headers are counted apart: HTTP/2 shrinks them, and every server sends them.

import { phone } from './support/browser.mjs';
import { request } from './support/http.mjs';
import { claim, send, withService, write } from './support/set.mjs';

const BUDGET = 150_000;
const AIM = 120_000;
const FIRST_RESPONSE = 20_000;
/** Words of the sender's pages. A phone must not download them. */
const SENDERS_OWN = ['Sealing and sending', 'Making your account', 'is there already.', 'is attached already.'];

/** @type {string[]} */
const failures = [];

await withService(async ({ service, browser, desk }) => {
  const number = service.nextNumber();
  await write(desk, service, {
    to: [number],
    subject: 'Your results',
    body: 'Dear Ana,\n\nyour results are fine. '.repeat(20),
  });
  await send(desk);
  const { url } = await service.link(number);

  const context = await browser.newContext(phone);
  const page = await context.newPage();
  const cold = await loadedBy(page, () => page.goto(url, { waitUntil: 'networkidle' }));
  const files = await weigh(cold, {});
  const total = report('A phone’s first visit, nothing cached', files);
  const verdict = total <= AIM ? 'also within' : `${total - AIM} over`;
  console.log(`Budget ${BUDGET}: ${total <= BUDGET ? 'kept' : `missed by ${total - BUDGET}`}. Aim ${AIM}: ${verdict}.\n`);
  if (total > BUDGET) failures.push(`the first visit weighs ${total} bytes, and the budget is ${BUDGET}`);

  await claim(page, url);
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const live = await loadedBy(page, () => page.reload({ waitUntil: 'networkidle' }));
  const message = await weigh(live, { cookie });
  report('A message in a live session, before caching', message);
  const first = await request(url, { headers: { cookie } });
  const size = first.body.length;
  console.log(`First response uncompressed: ${size}. Budget ${FIRST_RESPONSE}: ${size <= FIRST_RESPONSE ? 'kept' : 'missed'}.\n`);
  if (size > FIRST_RESPONSE) failures.push(`the live session's first response weighs ${size} bytes`);
  if (message.some(({ name }) => name.endsWith('.wasm'))) failures.push('an open message loads WASM');

  const compose = await loadedBy(desk, () => desk.goto(`${service.url}/compose`, { waitUntil: 'networkidle' }));
  const senders = compose.filter((file) => file.endsWith('.wasm') && !cold.includes(file));
  console.log(`Files that only the compose page loads: ${senders.map(short).join(', ') || 'none'}`);
  if (senders.length === 0) failures.push("the sender's code is not split off");
  for (const { name, plain } of [...files, ...message]) {
    const found = SENDERS_OWN.filter((words) => plain.includes(words));
    if (found.length > 0) failures.push(`${name} holds the sender's ${found.map((words) => `“${words}”`).join(', ')}`);
  }
  const inChunk = await Promise.all(compose.filter((file) => file.endsWith('.wasm')).map((file) => request(file)));
  if (!inChunk.some(({ body }) => body.includes(SENDERS_OWN[0] ?? ''))) {
    failures.push('the words by which the sender’s code is known are not in it: see SENDERS_OWN');
  }
});

for (const failure of failures) console.error(`FAILED: ${failure}`);
process.exitCode = failures.length > 0 ? 1 : 0;

/**
 * The addresses of all that a page loads, the icon included, which a browser without a window leaves out.
 * @param {import('@playwright/test').Page} page
 * @param {() => Promise<unknown>} visit
 */
async function loadedBy(page, visit) {
  /** @type {Set<string>} */
  const addresses = new Set();
  const note = (/** @type {import('@playwright/test').Request} */ asked) => {
    if (asked.method() === 'GET') addresses.add(asked.url());
  };
  page.on('request', note);
  await visit();
  page.off('request', note);
  for (const icon of await page.locator('link[rel=icon]').all()) {
    addresses.add(new URL((await icon.getAttribute('href')) ?? '', page.url()).href);
  }
  return [...addresses];
}

/**
 * @param {string[]} addresses
 * @param {Record<string, string>} headers
 */
async function weigh(addresses, headers) {
  return Promise.all(
    addresses.map(async (address) => {
      const sent = await request(address, { headers: { ...headers, 'accept-encoding': 'gzip, br' } });
      const plain = await request(address, { headers });
      if (sent.status !== 200) throw new Error(`${address} answers ${sent.status}`);
      const encoding = sent.headers['content-encoding'] ?? '-';
      return { name: short(address), encoding, bytes: sent.body.length, head: sent.head, plain: plain.body };
    }),
  );
}

/**
 * @param {string} title
 * @param {Awaited<ReturnType<typeof weigh>>} files
 */
function report(title, files) {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const heads = files.reduce((sum, { head }) => sum + head, 0);
  const row = (/** @type {string | number} */ bytes, /** @type {string | number} */ plain, /** @type {string} */ rest) =>
    console.log(`${String(bytes).padStart(9)} ${String(plain).padStart(9)}  ${rest}`);
  console.log(title);
  row('bytes', 'unpacked', 'file');
  for (const { name, encoding, bytes, plain } of files.toSorted((a, b) => b.bytes - a.bytes)) {
    row(bytes, plain.length, `${name} (${encoding})`);
  }
  row(total, '', `in all; and ${heads} of headers in ${files.length} responses`);
  return total;
}

/** @param {string} address */
function short(address) {
  return new URL(address).pathname.replace(/^\/m\/.*/, '/m/…').replace(/_\d{12,}/, '');
}
