// Links that lead to no message any more, or not yet, and what merely looking at a link does: nothing.

import { PASSWORD, SENDER, expect, test } from '../support/fixtures.ts';
import { request } from '../support/http.mjs';
import { claim, expectStatus, firstResponse, letterText, send, signIn } from '../support/people.ts';

test('expired: erased on time, for the recipient and for the sender', async ({
  startService,
  open,
  openPhone,
  needle,
}) => {
  const service = await startService();
  await service.addUser(SENDER);
  const desk = await open();
  await signIn(desk.page, service, SENDER);
  const number = service.nextNumber();
  const letter = { to: [number], subject: `Brief ${needle}`, body: needle };
  const short = await send(desk.page, service, { ...letter, life: '1 hour' });
  const { url } = await service.link(number);
  await send(desk.page, service, { ...letter, life: '1 day' });
  const { url: longer } = await service.link(number, 2);

  // The shortest life is an hour, and Narwhal goes by the system's clock: all that it has stored becomes older instead.
  await service.pass(61 * 60_000);

  const { page, watch } = await openPhone();
  watch.allow(410);
  await page.goto(url);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This message has run out');
  expect(await page.content()).not.toContain(needle);
  await claim(page, longer, PASSWORD);
  await expect(letterText(page), 'the one that lives longer is still there').toHaveText(needle);
  await expect(page.getByText('Your other messages'), 'and the other is not listed').toHaveCount(0);

  await signIn(desk.page, service, SENDER);
  await expectStatus(desk.page, service, short, 'Expired');
  await expect(desk.page.getByRole('heading', { level: 1 })).toHaveText('This message is erased');
  await expect(desk.page.locator('.timeline')).toContainText('It was not opened in time.');
  expect(await desk.page.content()).not.toContain(needle);
});

test('not yet: nothing is texted before its time', async ({ service, desk }) => {
  const number = service.nextNumber();
  const tomorrow = new Date(Date.now() + 24 * 60 * 60_000).toISOString().slice(0, 16);
  const id = await send(desk.page, service, { to: [number], subject: 'Tomorrow', body: 'later', later: tomorrow });
  await expect(desk.page.getByText('Scheduled for 1 person.')).toBeVisible();
  await desk.page.goto(`${service.url}/sent/${id}`);
  await expect(desk.page.locator('.badge')).toHaveText(/^Goes out /);
  expect(await service.texts(number)).toEqual([]);
});

test('not yet: a link whose time has not come says so', async ({ startService, open, openPhone, needle }) => {
  const service = await startService();
  await service.addUser(SENDER);
  const desk = await open();
  await signIn(desk.page, service, SENDER);
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Early', body: needle });
  const { url } = await service.link(number);

  // No text goes out early, so nobody has such a link unless the server's clock was put back.
  await service.pass(-60 * 60_000);
  const { page } = await openPhone();
  await page.goto(url);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This message is not ready yet');
  expect(await page.content()).not.toContain(needle);
});

test('recalled: gone for somebody who was reading it, too', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  const id = await send(desk.page, service, { to: [number], subject: 'Recall', body: needle });
  const { url } = await service.link(number);
  const reader = await openPhone();
  await claim(reader.page, url, PASSWORD);
  await expect(letterText(reader.page)).toHaveText(needle);

  await desk.page.goto(`${service.url}/sent/${id}`);
  await desk.page.getByText('Recall…').click();
  await desk.page.getByRole('button', { name: 'Recall the message' }).click();
  await expect(desk.page.getByRole('status').first()).toHaveText('Recalled. The message is erased.');

  const stranger = await openPhone();
  for (const { page, watch } of [reader, stranger]) {
    watch.allow(410);
    await page.goto(url);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('The sender took this message back');
    expect(await page.content()).not.toContain(needle);
  }
});

test('unknown links all look the same', async ({ service, openPhone }) => {
  const { page, watch } = await openPhone();
  watch.allow(404);
  const pages = [];
  for (const end of ['A'.repeat(22), 'abc', 'B'.repeat(400), '%3Cscript%3E']) {
    const response = await page.goto(`${service.url}/m/${end}`);
    expect(response?.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no message at this link');
    pages.push((await response?.text())?.replaceAll(/nonce="[^"]*"/g, ''));
  }
  expect(new Set(pages).size).toBe(1);
});

test('a thousand fetches by scanners show nothing and change no row', async ({ startService, open, openPhone, needle }) => {
  const service = await startService();
  await service.addUser(SENDER);
  const desk = await open();
  await signIn(desk.page, service, SENDER);
  const number = service.nextNumber();
  const id = await send(desk.page, service, { to: [number], subject: `Scan ${needle}`, body: needle });
  const { url } = await service.link(number);
  await expectStatus(desk.page, service, id, 'Delivered');
  await desk.page.goto('about:blank');
  await service.stop();
  const before = await service.rows();
  expect(before.deliveries).toContain('delivered');

  await service.start();
  const agents = ['curl/8.5.0', 'facebookexternalhit/1.1', 'WhatsApp/2.24 A', 'Slackbot-LinkExpanding 1.0', 'x'.repeat(2_000), ''];
  for (let count = 0; count < 1_000; count += 1) {
    const method = count % 3 === 0 ? 'HEAD' : 'GET';
    const answer = await request(url, { method, headers: { 'user-agent': agents[count % agents.length] ?? '' } });
    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain(needle);
    expect(answer.headers['set-cookie']).toBeUndefined();
  }
  await service.stop();
  expect(await service.rows()).toEqual(before);

  await service.start();
  await claim((await openPhone()).page, url, PASSWORD);
  await expectStatus(desk.page, service, id, 'Opened');
});

test('opened: not by a fetch, even with a session, but by the page that shows it', async ({
  service,
  desk,
  openPhone,
  needle,
}) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'First', body: 'first' });
  const { page } = await openPhone();
  await claim(page, (await service.link(number)).url, PASSWORD);
  await expect(letterText(page)).toHaveText('first');
  const id = await send(desk.page, service, { to: [number], subject: 'Again', body: needle });
  const { url } = await service.link(number, 2);
  await expectStatus(desk.page, service, id, 'Delivered');
  expect((await firstResponse(page, url)).text).toContain(needle);
  await expectStatus(desk.page, service, id, 'Delivered');
  await page.goto(url);
  await expectStatus(desk.page, service, id, 'Opened');
});

test('an address that leads nowhere gets a page that says so', async ({ service, openPhone }) => {
  const { page, watch } = await openPhone({ locale: 'de-DE' });
  watch.allow(404);
  for (const path of ['/nothing', '/m']) {
    const answer = await page.goto(`${service.url}${path}`);
    expect(answer?.status(), path).toBe(404);
    await expect(page.locator('html'), path).toHaveAttribute('lang', 'de');
    await expect(page.getByRole('heading', { level: 1 }), path).not.toBeEmpty();
  }
});
