// Leaving a message: by itself, by the back button, by signing out.

import { args, executablePath } from '../support/browser.mjs';
import { PASSWORD, SENDER, expect, test } from '../support/fixtures.ts';
import { claim, letterText, live, send, signIn, unlock } from '../support/people.ts';

test('idle: warned, kept open, then wiped and signed out', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Idle', body: needle });
  const { url } = await service.link(number);
  const { page } = await openPhone();
  // The browser's clock alone: the page's own watch is what is looked at here.
  await page.clock.install();
  await page.goto(url);
  await live(page);
  await page.getByLabel('Choose a password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Open my message' }).click();
  await page.clock.runFor(2_000);
  await expect(letterText(page)).toHaveText(needle);

  const warning = page.getByRole('alert').filter({ hasText: 'Still there?' });
  await page.clock.runFor('13:50');
  await expect(warning).toHaveCount(0);
  await page.clock.runFor('00:20');
  await expect(warning).toBeVisible();
  const alive = page.waitForRequest(`${service.url}/alive`);
  await page.getByRole('button', { name: 'Keep it open' }).click();
  await alive;
  await expect(warning).toHaveCount(0);

  await page.clock.runFor('14:50');
  await expect(letterText(page)).toHaveText(needle);
  service.freeze();
  await page.clock.runFor('00:15');
  await expect(page.locator('body'), 'the page is empty before any answer').toBeEmpty();
  service.thaw();
  await expect(page).toHaveURL(`${service.url}/signed-off`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Closed, to keep it private');
  expect(await page.context().cookies()).toEqual([]);
});

test('idle: in real time, on the server too', async ({ startService, open, openPhone, needle }) => {
  test.setTimeout(240_000);
  const service = await startService({ NARWHAL_SESSION_IDLE: '1m' });
  await service.addUser(SENDER);
  const desk = await open();
  await signIn(desk.page, service, SENDER);
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Idle', body: needle });
  const { url } = await service.link(number);
  // Somebody who leaves for another page, and whose session nothing ends but the server.
  const gone = await openPhone();
  await claim(gone.page, url, PASSWORD);
  await expect(letterText(gone.page)).toHaveText(needle);
  const cookies = await gone.context.cookies();
  await gone.page.goto('about:blank');

  const { page } = await openPhone();
  await unlock(page, url, PASSWORD);
  await expect(letterText(page)).toHaveText(needle);
  await expect(page).toHaveURL(`${service.url}/signed-off`, { timeout: 100_000 });
  await expect(desk.page).toHaveURL(`${service.url}/signed-off/sender`, { timeout: 100_000 });
  await gone.context.addCookies(cookies);
  await gone.page.goto(url);
  await expect(gone.page.getByLabel('Your password', { exact: true })).toBeVisible();
  expect(await gone.page.content()).not.toContain(needle);
});

test('back after sign-out shows nothing of the message', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: `Back ${needle}`, body: needle });
  const { url } = await service.link(number);
  const { page } = await openPhone();
  await claim(page, url, PASSWORD);
  await expect(letterText(page)).toHaveText(needle);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(`${service.url}/signed-out`);
  await page.goBack();
  await expect(page.getByLabel('Your password', { exact: true })).toBeVisible();
  expect(await page.content()).not.toContain(needle);
});

test('the same in a browser that keeps left pages alive', async ({ service, desk, playwright, openPhone, needle }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: `Back ${needle}`, body: needle });
  const { url } = await service.link(number);
  await claim((await openPhone()).page, url, PASSWORD);

  const browser = await playwright.chromium.launch({
    executablePath,
    args,
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
  try {
    const page = await browser.newPage();
    await unlock(page, url, PASSWORD);
    await expect(letterText(page)).toHaveText(needle);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page).toHaveURL(`${service.url}/signed-out`);
    await page.goBack();
    await expect(page.getByLabel('Your password', { exact: true })).toBeVisible();
    expect(await page.content()).not.toContain(needle);
  } finally {
    await browser.close();
  }
});

test('leaving the page wipes it; coming back loads it again', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Leave', body: needle });
  const { page } = await openPhone();
  await claim(page, (await service.link(number)).url, PASSWORD);
  await expect(letterText(page)).toHaveText(needle);
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
  await expect(page.locator('body')).toBeEmpty();
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await expect(letterText(page)).toHaveText(needle);
});

test('sign out ends the session everywhere it could live on', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Out', body: needle });
  const { url } = await service.link(number);
  const { page } = await openPhone();
  await claim(page, url, PASSWORD);
  await expect(letterText(page)).toHaveText(needle);
  const cookies = await page.context().cookies();
  expect(cookies.map(({ name, httpOnly, secure, sameSite, expires }) => ({ name, httpOnly, secure, sameSite, expires }))).toEqual([
    { name: '__Host-narwhal', httpOnly: true, secure: true, sameSite: 'Lax', expires: -1 },
  ]);

  const answered = page.waitForResponse(`${service.url}/sign-out`);
  await page.getByRole('button', { name: 'Sign out' }).click();
  expect(await (await answered).headerValue('clear-site-data')).toBe('"cache", "storage"');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are signed out');
  expect(await page.context().cookies()).toEqual([]);

  const thief = await openPhone();
  await thief.context.addCookies(cookies);
  await thief.page.goto(url);
  await expect(thief.page.getByLabel('Your password', { exact: true }), 'the old cookie opens nothing').toBeVisible();
});
