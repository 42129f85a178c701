// The plain way: browsers that run no script or no WebAssembly, on a phone.

import type { Page } from '@playwright/test';

import { PASSWORD, SENDER, type Watched, expect, test } from '../support/fixtures.ts';
import { examineInEveryLanguage } from '../support/languages.ts';
import { claim, expectStatus, letterText, live, send, sentId, signIn, unlock, write } from '../support/people.ts';

const NEW_PASSWORD = 'violet harbor tundra spoon';
const SPOKEN = 'olive lantern sand seven';
const WARNING = 'On this page, your password passes through the server of Lakeside Clinic.';

/** The link to the plain form, where it is shown. Playwright's searches by text and role pass over `noscript`. */
function offer(page: Page) {
  return page.locator('noscript a.button, [data-plain]:not([hidden]) a.button').first();
}

/** From the usual page to the plain form, by its link. */
async function goPlain(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await offer(page).click();
  await expect(page.getByText(WARNING)).toBeVisible();
}

async function plainClaim(page: Page, link: string, password = PASSWORD): Promise<void> {
  await goPlain(page, link);
  await page.getByLabel('Choose a password').fill(password);
  await page.getByRole('button', { name: 'Open my message' }).click();
}

async function plainUnlock(page: Page, link: string, password: string): Promise<void> {
  await goPlain(page, link);
  await page.getByLabel('Your password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Open my message' }).click();
}

/** A browser that runs no script: every error status is one that its test causes. */
async function scriptless(openPhone: (options?: { javaScriptEnabled: boolean }) => Promise<Watched>): Promise<Page> {
  const { page, watch } = await openPhone({ javaScriptEnabled: false });
  // Where scripts are off, none may be fetched either.
  watch.allow(401, 422, /\.js: csp$/);
  return page;
}

test('a message with a file is read, and read again, without any script', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await write(desk.page, service, { to: [number], subject: 'Results', body: needle });
  await desk.page.getByLabel('Attach files').setInputFiles({ name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from(`file ${needle}`) });
  await desk.page.getByRole('button', { name: 'Send message' }).click();
  const id = await sentId(desk.page);
  const { url } = await service.link(number);

  const page = await scriptless(openPhone);
  await page.goto(url);
  await expect(page.locator('noscript p').first()).toHaveText(/^Your browser has JavaScript switched off\./);
  await goPlain(page, url);
  await page.getByRole('link', { name: 'Use the usual page' }).click();
  await expect(page).toHaveURL(url);
  await plainClaim(page, url, 'password');
  await expect(page.locator('#password-error')).toContainText('Many people use this password');
  await expect(page.getByLabel('Choose a password')).toBeFocused();
  await expect(page.getByLabel('Choose a password')).toHaveValue('');
  const posted = page.waitForRequest((request) => request.method() === 'POST');
  await page.getByLabel('Choose a password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Open my message' }).click();
  expect((await (await posted).allHeaders()).origin, 'old browsers say no more than this').toBe(service.url);
  await expect(page).toHaveURL(url);
  await expect(letterText(page)).toHaveText(needle);
  await expectStatus(desk.page, service, id, 'Opened');
  await expect(desk.page.locator('.timeline')).toContainText('their password passed through the server');
  const download = page.waitForEvent('download');
  await page.getByText('Save', { exact: true }).click();
  await page.getByRole('link', { name: 'Save it anyway' }).click();
  expect((await download).suggestedFilename()).toBe('note.txt');

  // Another message is opened from the list, and its reader says so by a button.
  const second = await send(desk.page, service, { to: [number], subject: 'Second', body: 'two' });
  await page.goto(`${service.url}/inbox`);
  await page.getByRole('link', { name: /Second/ }).click();
  await expect(letterText(page)).toHaveText('two');
  await expect(page.locator('noscript button')).toHaveText('Tell the sender that I have read it');
  await page.locator('noscript button').click();
  await expect(page.locator('noscript button')).toHaveCount(0);
  await expectStatus(desk.page, service, second, 'Opened');

  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are signed out');
  await plainUnlock(page, url, 'not the password');
  await expect(page.locator('#password-error')).toHaveText('That is not the password. Check for capital letters, and try again.');
  await page.getByLabel('Your password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Open my message' }).click();
  await expect(letterText(page)).toHaveText(needle);

  // The same password opens it the usual way.
  const usual = (await openPhone()).page;
  await unlock(usual, url, PASSWORD);
  await expect(letterText(usual)).toHaveText(needle);
});

test('the list, another password and a recovery code, without any script', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Results', body: needle });
  const { url } = await service.link(number);
  const usual = (await openPhone()).page;
  await claim(usual, url, PASSWORD);
  await expect(letterText(usual)).toHaveText(needle);

  const page = await scriptless(openPhone);
  await goPlain(page, `${service.url}/inbox`);
  await page.getByLabel('Phone number').fill('12');
  await page.getByLabel('Your password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.locator('#phone-error')).toContainText('This is not a phone number');
  await expect(page.getByLabel('Phone number')).toHaveValue('12');
  await page.getByLabel('Phone number').fill(number);
  await page.getByLabel('Your password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.locator('#password-error')).toContainText('do not belong together');
  await expect(page.getByLabel('Phone number')).toHaveValue(number);
  await page.getByLabel('Your password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(`${service.url}/inbox`);
  await expect(page.getByRole('link', { name: /Results/ })).toBeVisible();

  await page.getByRole('link', { name: 'Your access' }).click();
  await offer(page).click();
  await page.getByLabel('Password until now').fill(PASSWORD);
  await page.getByLabel('New password').fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Your password is changed.')).toBeVisible();
  await usual.goto(url);
  await expect(usual.getByRole('button', { name: 'Open my message' })).toBeVisible();

  // A change ends the code, so it is made after that.
  await page.goto(`${service.url}/account/plain`);
  const own = page.getByRole('region', { name: 'Recovery code' });
  await own.getByLabel('Your password', { exact: true }).fill('not the password');
  await own.getByRole('button', { name: 'Make a recovery code' }).click();
  await expect(page.locator('#own-error')).toHaveText('That is not your password.');
  await own.getByLabel('Your password', { exact: true }).fill(NEW_PASSWORD);
  await own.getByRole('button', { name: 'Make a recovery code' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your new recovery code');
  const code = await page.locator('code.secret').innerText();
  expect(code).toMatch(/^[0-9a-z]{4}(-[0-9a-z]{4}){5}$/);
  await page.goto(`${service.url}/account/plain`);
  await expect(own).toContainText('You have one, made on');

  // Forgotten: with the code there is another password, and another code.
  await page.getByRole('button', { name: 'Sign out', exact: true }).first().click();
  await goPlain(page, `${url}/recover`);
  await page.getByRole('textbox', { name: 'Recovery code' }).fill('0000');
  await page.getByLabel('New password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Set the new password' }).click();
  await expect(page.locator('#code-error')).toContainText('This is not a recovery code');
  await page.getByRole('textbox', { name: 'Recovery code' }).fill(code.toUpperCase());
  await page.getByLabel('New password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Set the new password' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your new recovery code');
  await expect(page.locator('code.secret')).not.toHaveText(code);
  await page.getByRole('link', { name: 'I have kept it: to my messages' }).click();
  await expect(letterText(page)).toHaveText(needle);
  await unlock(usual, url, PASSWORD);
  await expect(letterText(usual)).toHaveText(needle);
});

test('a passcode and a forgotten password, without any script', async ({ startService, open, openPhone, needle }) => {
  const service = await startService({ NARWHAL_RESET_WAIT: '0' });
  await service.addUser(SENDER);
  const desk = (await open()).page;
  await signIn(desk, service, SENDER);
  const number = service.nextNumber();
  const id = await send(desk, service, { to: [number], subject: 'Results', body: needle, passcode: SPOKEN });
  const { url } = await service.link(number);
  const page = await scriptless(openPhone);
  await goPlain(page, url);
  for (const [passcode, said] of [
    ['-- --', 'at least 6 letters or digits'],
    ['olive lantern sand eight', 'There are 4 more tries.'],
  ] as const) {
    await page.getByLabel('Your passcode').fill(passcode);
    await page.getByLabel('Choose a password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Open my message' }).click();
    await expect(page.locator('#passcode-error')).toContainText(said);
    await expect(page.getByLabel('Your passcode')).toBeFocused();
  }
  await page.getByLabel('Your passcode').fill(SPOKEN.toUpperCase());
  await page.getByLabel('Choose a password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Open my message' }).click();
  await expect(letterText(page)).toHaveText(needle);

  await page.context().clearCookies();
  await goPlain(page, url);
  await page.getByText('I forgot my password').click();
  await page.getByRole('link', { name: 'I have no recovery code: ask for a new password' }).click();
  await page.getByRole('button', { name: 'Ask for a new password' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your request has been sent');
  await desk.goto(`${service.url}/sent/${id}`);
  await live(desk);
  await desk.getByText('It is the right person: give a passcode').click();
  await desk.getByLabel('New passcode').fill('482 913');
  await desk.getByRole('button', { name: 'Use this passcode' }).click();
  await expect(desk.getByText('You agreed to a new password.')).toBeVisible();
  await goPlain(page, url);
  await page.getByLabel('Your passcode').fill('482913');
  await page.getByLabel('Choose a password').fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Open my message' }).click();
  await expect(letterText(page)).toHaveText(needle);
});

test('on a shared phone a plain form says so too, and a chosen language is there after it', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Results', body: needle });
  const { url } = await service.link(number);
  const { page, watch, context } = await openPhone({ javaScriptEnabled: false });
  watch.allow(/\.js: csp$/);
  await page.goto(`${url}/plain`);
  await page.getByLabel('Choose a password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Open my message' }).click();
  await expect(letterText(page)).toHaveText(needle);
  await expect(page.getByRole('button', { name: 'Hide this page' }), 'nobody said that it is shared').toHaveCount(0);
  await page.goto(`${service.url}/account`);
  await page.getByLabel('Your language').selectOption('Deutsch');
  await page.getByRole('region', { name: 'Language' }).getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  for (const way of [`${url}/plain`, `${service.url}/inbox/plain`]) {
    await context.clearCookies();
    await page.goto(way);
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    if (way.endsWith('/inbox/plain')) await page.getByLabel('Phone number').fill(number);
    await page.getByLabel('Your password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('This phone is shared with others').check();
    await page.getByRole('button', { name: /Open my message|Sign in/ }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'de');
    await expect(page.getByRole('button', { name: 'Seite verbergen' })).toBeVisible();
  }
  await page.getByRole('button', { name: 'Seite verbergen' }).click();
  await expect(page).toHaveURL(`${service.url}/hidden`);
  await page.goto(`${service.url}/inbox`);
  await expect(page.locator('form[data-hide]')).toHaveCount(0);
});

test('where WebAssembly is blocked the page says so and shows the other way', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Results', body: needle });
  const { url } = await service.link(number);
  const { page, watch, context } = await openPhone();
  // What Chromium says of a download that nobody took up.
  watch.allow(/was preloaded using link preload but not used/);
  await context.addInitScript(() => {
    Reflect.deleteProperty(window, 'WebAssembly');
  });
  await page.goto(url);
  const notice = page.getByRole('alert').filter({ hasText: 'This page could not start in your browser.' });
  await expect(notice).toContainText('your password passes through the server of Lakeside Clinic');
  await expect(page.getByLabel('Choose a password')).toBeHidden();
  await expect(page).toHaveURL(url);
  await examineInEveryLanguage(page, 'a notice that the page could not start', () => expect(page.locator('[data-plain]')).toBeVisible());
  await plainClaim(page, url);
  await expect(letterText(page)).toHaveText(needle);
  for (const path of ['/recover', '/account']) {
    await page.goto(service.url + path);
    await expect(offer(page)).toHaveText('Use the plain form');
  }
});

test('where the code does not come the page says so', async ({ service, desk, openPhone }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Results', body: 'hello' });
  const { page, watch } = await openPhone();
  watch.allow(/failed: GET .*\.wasm/, /ERR_FAILED/, /exception/, /preloaded using link preload/, /wasm/i);
  await page.route('**/*.wasm', (route) => route.abort());
  await page.goto((await service.link(number)).url);
  await expect(page.getByRole('alert').filter({ hasText: 'This page could not start' })).toBeVisible();
  await expect(page.getByLabel('Choose a password')).toBeHidden();
});

test('every plain form can be used by everybody', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Results', body: needle, passcode: SPOKEN });
  const { url } = await service.link(number);
  const { page, watch } = await openPhone();
  watch.allow(401, 422);
  await page.goto(`${url}/plain`);
  await examineInEveryLanguage(page, 'a plain first visit');
  const mistype = async () => {
    await page.locator('[name=passcode]').fill('-- --');
    await page.locator('[name=password]').fill(PASSWORD);
    await page.locator('form button.primary').click();
    await expect(page.locator('#passcode-error')).toBeVisible();
  };
  await mistype();
  await examineInEveryLanguage(page, 'a plain first visit with a passcode that is none', mistype);
  await page.getByLabel('Your passcode').fill(SPOKEN);
  await page.getByLabel('Choose a password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Open my message' }).click();
  await expect(letterText(page)).toHaveText(needle);
  await page.goto(`${service.url}/account/plain`);
  await examineInEveryLanguage(page, 'a plain page of one’s own');
  const own = page.getByRole('region', { name: 'Recovery code' });
  await expect(own).toContainText('You have none.');
  const make = async () => {
    await page.locator('#own').fill(PASSWORD);
    await page.locator('form:has(#own) button').click();
    await expect(page.locator('code.secret')).toBeVisible();
  };
  await make();
  await examineInEveryLanguage(page, 'a recovery code on a plain page', make);
  await page.context().clearCookies();
  for (const path of [`${url}/plain`, `${url}/recover/plain`, `${service.url}/recover/plain`, `${service.url}/inbox/plain`]) {
    await page.goto(path);
    await expect(page.locator('.banner.warn')).toBeVisible();
    await examineInEveryLanguage(page, `the plain form at ${new URL(path).pathname.slice(-14)}`);
  }
});

test('an unused page ends without any script', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Results', body: needle });
  const { url } = await service.link(number);
  const page = await scriptless(openPhone);
  await plainClaim(page, url);
  await expect(letterText(page)).toHaveText(needle);
  await page.route(url, async (route) => {
    const response = await route.fetch();
    const body = await response.text();
    expect(body).toContain('content="900;url=/signed-off"');
    await route.fulfill({ response, body: body.replace('content="900;', 'content="1;') });
  });
  await page.goto(url);
  await expect(page).toHaveURL(`${service.url}/signed-off`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Closed, to keep it private');
});

test('where the policy forbids it, no password passes through the server', async ({ startService, open, openPhone, needle }) => {
  const service = await startService({ NARWHAL_PLAIN_FORM: 'forbidden' });
  await service.addUser(SENDER);
  const desk = (await open()).page;
  await signIn(desk, service, SENDER);
  const number = service.nextNumber();
  await send(desk, service, { to: [number], subject: 'Results', body: needle });
  const { url } = await service.link(number);
  const { page, watch } = await openPhone({ javaScriptEnabled: false });
  watch.allow(403, /\.js: csp$/);
  await page.goto(url);
  await expect(page.locator('noscript p').last()).toHaveText(/^Lakeside Clinic allows no other way/);
  await expect(page.locator('noscript a')).toHaveCount(0);
  await page.goto(`${url}/plain`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This way is closed');
  const usual = await openPhone();
  usual.watch.allow(403);
  await usual.page.goto(`${url}/plain`);
  await examineInEveryLanguage(usual.page, 'a plain way that is closed');
  await claim(usual.page, url, PASSWORD);
  await expect(letterText(usual.page)).toHaveText(needle);
});
