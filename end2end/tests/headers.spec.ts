// What every response says about itself, and which requests are refused.

import http from 'node:http';
import type { AddressInfo } from 'node:net';

import { PASSWORD, SENDER, expect, test } from '../support/fixtures.ts';
import { type Answer, request } from '../support/http.mjs';
import { claim, cookieHeader, letterText, send, signIn } from '../support/people.ts';

const PAGE_POLICY =
  /^default-src 'none'; script-src 'nonce-([A-Za-z0-9+/]{22,}={0,2})' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/;
const OTHER_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

function expectCommon({ headers }: Answer, what: string) {
  expect(headers, what).toMatchObject({
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-robots-tag': 'noindex, nofollow',
  });
  expect(headers['permissions-policy'], what).toContain('camera=()');
  expect(headers['server'], what).toBeUndefined();
  expect(headers['access-control-allow-origin'], what).toBeUndefined();
  expect(headers['strict-transport-security'], `${what}: not over plain HTTP`).toBeUndefined();
}

test('every page: a strict policy, stored nowhere', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  const id = await send(desk.page, service, { to: [number], subject: 'Headers', body: needle });
  const { url } = await service.link(number);
  const { page } = await openPhone();
  const stranger = await request(url);
  await claim(page, url, PASSWORD);
  await expect(letterText(page)).toHaveText(needle);
  const reader = { headers: { cookie: await cookieHeader(page) } };
  const sender = { headers: { cookie: await cookieHeader(desk.page) } };

  const answers: [string, Answer][] = [
    ['claim', stranger],
    ['unlock', await request(url)],
    ['message', await request(url, reader)],
    ['inbox', await request(`${service.url}/inbox`, reader)],
    ['inbox, signed out', await request(`${service.url}/inbox`)],
    ['unknown', await request(`${service.url}/m/none`)],
    ['nowhere', await request(`${service.url}/nowhere`)],
    ['signed out', await request(`${service.url}/signed-out`)],
    ['signed off', await request(`${service.url}/signed-off`)],
    ['sign in', await request(`${service.url}/sign-in`)],
    ['compose', await request(`${service.url}/compose`, sender)],
    ['sent', await request(`${service.url}/sent`, sender)],
    ['one sent', await request(`${service.url}/sent/${id}`, sender)],
    ['none sent', await request(`${service.url}/sent/none`, sender)],
    ['settings', await request(`${service.url}/settings`, sender)],
    ['mail program', await request(`${service.url}/settings/mail`, sender)],
    ['sender signed out', await request(`${service.url}/signed-out/sender`)],
    ['simulator', await request(`${service.url}/simulator`)],
  ];
  const nonces = new Set<string>();
  for (const [what, answer] of answers) {
    expectCommon(answer, what);
    expect(answer.headers['content-type'], what).toBe('text/html; charset=utf-8');
    expect(answer.headers['cache-control'], what).toBe('no-store');
    const policy = String(answer.headers['content-security-policy']);
    expect(policy, what).toMatch(PAGE_POLICY);
    const nonce = PAGE_POLICY.exec(policy)?.[1] ?? '';
    nonces.add(nonce);
    // A block of data is no script.
    const scripts = (answer.text.match(/<script[^>]*>/g) ?? []).filter((script) => !script.includes('type="application/json"'));
    for (const script of scripts) expect(script, what).toContain(`nonce="${nonce}"`);
    expect(answer.text, `${what}: no inline style or handler`).not.toMatch(/<style|\sstyle="|\son[a-z]+="|javascript:/i);
    expect(answer.text, `${what}: nothing from elsewhere`).not.toMatch(/(src|href|action)="(https?:)?\/\/(?!127\.0\.0\.1)/);
  }
  expect(nonces.size, 'a nonce is used once').toBe(answers.length);
});

test('everything that is no page', async ({ service, desk }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Others', body: 'others' });
  await service.link(number);
  const own = { origin: service.url, 'content-type': 'application/json' };
  const answers: [string, number, Answer][] = [
    ['healthz', 200, await request(`${service.url}/healthz`)],
    ['readyz', 200, await request(`${service.url}/readyz`)],
    ['simulated texts', 200, await request(`${service.url}/simulator/messages?to=${encodeURIComponent(number)}`)],
    ['autoconfig', 200, await request(`${service.url}/.well-known/autoconfig/mail/config-v1.1.xml`)],
    ['home', 303, await request(`${service.url}/`)],
    ['signed out', 303, await request(`${service.url}/compose`)],
    ['no such file', 404, await request(`${service.url}/pkg/none.js`)],
    ['no such function', 404, await request(`${service.url}/api/none`, { method: 'POST', headers: own, body: '{}' })],
    ['not signed in', 401, await request(`${service.url}/api/keys`, { method: 'POST', headers: own, body: '{"phones":[]}' })],
    ['refused', 403, await request(`${service.url}/sign-out`, { method: 'POST' })],
    ['method', 405, await request(`${service.url}/compose`, { method: 'PUT', headers: own })],
  ];
  for (const [what, status, answer] of answers) {
    expect.soft(answer.status, what).toBe(status);
    expectCommon(answer, what);
    expect(answer.headers['cache-control'], what).toBe('no-store');
    expect(answer.headers['content-security-policy'], what).toBe(OTHER_POLICY);
  }
});

test('the browser’s files: compressed, and kept for ever under their hash', async ({ service, openPhone }) => {
  const { page } = await openPhone();
  const seen = new Set<string>();
  page.on('request', (request) => seen.add(request.url()));
  await page.goto(`${service.url}/inbox`, { waitUntil: 'networkidle' });
  const files = [...seen].filter((url) => url.includes('/pkg/'));
  const types = { js: 'text/javascript', css: 'text/css', wasm: 'application/wasm' };
  expect(files.map((url) => url.split('.').at(-1))).toEqual(expect.arrayContaining(Object.keys(types)));
  for (const file of files) {
    const answer = await request(file, { headers: { 'accept-encoding': 'br, gzip' } });
    expectCommon(answer, file);
    expect(file, 'a hash in its name').toMatch(/\.[\w-]{22}\.(js|css|wasm)$/);
    expect(answer.headers['content-encoding'], file).toBe('br');
    expect(answer.headers['cache-control'], file).toBe('public, max-age=31536000, immutable');
    const kind = file.split('.').at(-1) as keyof typeof types;
    expect(answer.headers['content-type'], file).toContain(types[kind]);
  }
});

test('POSTs that no page of ours sends are refused', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  const id = await send(desk.page, service, { to: [number], subject: 'Cross', body: needle });
  const { url } = await service.link(number);
  const { page } = await openPhone();
  await claim(page, url, PASSWORD);
  await expect(letterText(page)).toHaveText(needle);

  const path = new URL(url).pathname;
  const targets = [
    '/sign-out',
    '/sign-out/sender',
    '/alive',
    `${path}/opened`,
    `/sent/${id}/recall`,
    `/sent/${id}/remind`,
    '/settings/sessions/end-others',
    '/settings/mail/passwords',
    '/settings/mail/passwords/revoke',
    '/settings/mail/test',
    '/api/sign_in',
    '/api/claim',
    '/api/submit',
    '/api/attach',
  ];
  const cookie = `${await cookieHeader(page)}; ${await cookieHeader(desk.page)}`;
  const foreign: Record<string, string>[] = [
    {},
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: `http://localhost:${service.port}` },
    { origin: service.url, 'sec-fetch-site': 'cross-site' },
    { origin: service.url, 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { origin: `${service.url}.evil.example` },
    { referer: service.url },
  ];
  for (const target of targets) {
    for (const headers of foreign) {
      const answer = await request(`${service.url}${target}`, { method: 'POST', headers: { ...headers, cookie } });
      expect(answer.status, `${target} with ${JSON.stringify(headers)}`).toBe(403);
      expect(answer.headers['content-type']).toBe('application/problem+json');
    }
  }
  await page.reload();
  await expect(letterText(page), 'the recipient is still there').toHaveText(needle);
  await desk.page.goto(`${service.url}/sent/${id}`);
  await expect(desk.page.locator('.badge'), 'and so is the message').toHaveText('Opened');
});

test('uploads that no page of ours sends are refused', async ({ service, desk }) => {
  const cookie = await cookieHeader(desk.page);
  const target = `${service.url}/api/attachments/AAAAAAAAAAAAAAAAAAAAAA/0/0`;
  const foreign: Record<string, string>[] = [
    {},
    { origin: 'https://evil.example' },
    { origin: service.url, 'sec-fetch-site': 'cross-site' },
  ];
  for (const headers of foreign) {
    const answer = await request(target, { method: 'PUT', headers: { ...headers, cookie }, body: 'x'.repeat(100) });
    expect(answer.status, JSON.stringify(headers)).toBe(403);
  }
});

test('another site’s form signs nobody out', async ({ service, desk, browser, openPhone, needle }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Forged', body: needle });
  const { url } = await service.link(number);
  const { page, context } = await openPhone();
  await claim(page, url, PASSWORD);
  await expect(letterText(page)).toHaveText(needle);

  const form = `<!doctype html><title>x</title><form method="post" action="${service.url}/sign-out"><button>Win</button></form>`;
  const evil = http.createServer((_, answer) => answer.setHeader('content-type', 'text/html').end(form));
  await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
  try {
    const other = await browser.newContext();
    await other.addCookies(await context.cookies());
    const lure = await other.newPage();
    await lure.goto(`http://localhost:${(evil.address() as AddressInfo).port}/`);
    const answered = lure.waitForResponse(`${service.url}/sign-out`);
    await lure.getByRole('button').click();
    expect((await answered).status()).toBe(403);
    await other.close();
  } finally {
    evil.close();
  }
  await page.reload();
  await expect(letterText(page)).toHaveText(needle);
});

test('requests for somebody else’s name are refused', async ({ service }) => {
  for (const host of ['evil.example', `evil.example:${service.port}`, '127.0.0.1.evil.example']) {
    expect((await request(`${service.url}/inbox`, { headers: { host } })).status, host).toBe(421);
  }
  expect((await request(`${service.url}/inbox`, { headers: { host: `localhost:${service.port}` } })).status).toBe(200);
});

test('what strangers get is compressed, and what holds a secret is not', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  const id = await send(desk.page, service, { to: [number], subject: 'Headers', body: needle });
  const { url } = await service.link(number);
  const squeezed = async (path: string, headers: Record<string, string> = {}) =>
    (await request(path, { headers: { ...headers, 'accept-encoding': 'gzip, deflate, br, zstd' } })).headers['content-encoding'];
  expect(await squeezed(url), 'claim').toBe('gzip');
  expect((await request(url)).headers['content-encoding'], 'for whoever cannot unpack it').toBeUndefined();
  const { page } = await openPhone();
  await claim(page, url, PASSWORD);
  await expect(letterText(page)).toHaveText(needle);
  expect(await squeezed(url), 'unlock').toBe('gzip');
  const cookie = await cookieHeader(page);
  for (const path of [url, `${service.url}/inbox`, `${service.url}/account`]) expect(await squeezed(path, { cookie }), path).toBeUndefined();
  const senders = await cookieHeader(desk.page);
  for (const path of ['/sent', `/sent/${id}`, '/settings', '/compose']) {
    expect(await squeezed(`${service.url}${path}`, { cookie: senders }), path).toBeUndefined();
  }
});

test('no cookie without a sign-in; the two cookies as they should be', async ({ service, open, browser }) => {
  for (const path of ['/sign-in', '/inbox', '/m/none', '/simulator']) {
    expect((await request(`${service.url}${path}`)).headers['set-cookie'], path).toBeUndefined();
  }
  const { page } = await open();
  const answered = page.waitForResponse('**/api/sign_in_account');
  await signIn(page, service, SENDER);
  const cookie = await (await answered).headerValue('set-cookie');
  expect(cookie).toMatch(/^__Host-narwhal-sender=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  const fresh = await browser.newContext();
  expect(await fresh.cookies()).toEqual([]);
  await fresh.close();
});
