// Every page and every state of it that a test can bring about, with axe-core.

import { PASSWORD, SENDER, expect, test } from '../support/fixtures.ts';
import { examineInEveryLanguage } from '../support/languages.ts';
import { claim, expectStatus, letterText, live, send, sentId, signIn, unlock, write } from '../support/people.ts';
import { examine, violations } from '../support/examine.ts';
import { SERVER_AWAY } from '../support/watch.ts';

test.describe.configure({ timeout: 240_000 });

test('the examination finds what it has to', async ({ open }) => {
  const { page } = await open();
  await page.setContent('<!doctype html><html lang="en"><title>x</title><main><h1>x</h1><p style="color: #999">pale</p></main>');
  expect((await violations(page)).join()).toContain('color-contrast');
  await page.setContent('<!doctype html><html><main><h1>x</h1><button></button><img src="data:,"></main>');
  for (const rule of ['html-has-lang', 'document-title', 'button-name', 'image-alt']) {
    expect((await violations(page)).join()).toContain(rule);
  }
});

test('a first visit', async ({ service, desk, openPhone }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Your results', body: 'Dear Ana,\n\nall is well.' });
  const { page } = await openPhone();
  await page.goto((await service.link(number)).url);
  await live(page);
  await examine(page, 'claim');
  for (const summary of await page.locator('summary').all()) await summary.click();
  await examine(page, 'claim with its questions open');
  const field = page.getByLabel('Choose a password');
  for (const [typed, score] of [['kV7#', '1'], ['gmtqkvzx', '2'], ['olive lantern', '3'], [PASSWORD, '4']] as const) {
    await field.fill(typed);
    await expect(page.locator('.meter')).toHaveAttribute('data-score', score);
    await expect(page.locator('#strength')).not.toBeEmpty();
    await examine(page, `claim, strength ${score}`);
  }
  await field.fill('password');
  await page.getByRole('button', { name: 'Open my message' }).click();
  await expect(page.getByRole('alert')).not.toBeEmpty();
  await examine(page, 'claim refused');

  // Busy for as long as the server keeps it waiting.
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/api/claim', async (route) => {
    await held;
    await route.continue();
  });
  await field.fill(PASSWORD);
  await page.getByRole('button', { name: 'Open my message' }).click();
  await expect(page.locator('button.busy')).toBeVisible();
  await examine(page, 'claim busy');
  release();
  await expect(letterText(page)).toBeVisible();
  await examine(page, 'message');
});

test('later visits', async ({ service, desk, openPhone }) => {
  const number = service.nextNumber();
  const first = { to: [number], subject: 'Your results', body: 'Dear Ana,\n\nall is well. '.repeat(20) };
  const id = await send(desk.page, service, first);
  const { url } = await service.link(number);
  const { page, watch } = await openPhone();
  await claim(page, url, PASSWORD);
  await expect(letterText(page)).toBeVisible();
  const other = await send(desk.page, service, { ...first, subject: 'A-very-long-subject-without-any-space'.repeat(6).slice(0, 250) });
  await service.link(number, 2);
  await page.reload();
  await expect(page.getByText('Your other messages')).toBeVisible();
  await examine(page, 'message with others');
  await page.goto(`${service.url}/inbox`);
  await examine(page, 'inbox');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(`${service.url}/signed-out`);
  await examine(page, 'signed out');
  await page.goto(`${service.url}/signed-off`);
  await examine(page, 'signed off');

  watch.allow(401, 410, 404);
  await page.goto(url);
  await live(page);
  await examine(page, 'unlock');
  await unlock(page, url, 'wrong wrong wrong');
  await expect(page.getByRole('alert')).not.toBeEmpty();
  await examine(page, 'unlock, wrong password');
  await page.goto(`${service.url}/inbox`);
  await live(page);
  await examine(page, 'inbox, signing in');
  await page.getByLabel('Phone number').fill(number);
  await page.getByLabel('Your password', { exact: true }).fill('wrong wrong wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).not.toBeEmpty();
  await examine(page, 'inbox, wrong password');

  for (const message of [id, other]) {
    await desk.page.goto(`${service.url}/sent/${message}`);
    await desk.page.getByText('Recall…').click();
    await desk.page.getByRole('button', { name: 'Recall the message' }).click();
    await expect(desk.page.locator('.badge')).toHaveText('Recalled');
  }
  await page.goto(url);
  await examineInEveryLanguage(page, 'recalled');
  await page.goto(`${service.url}/m/none`);
  await examine(page, 'unknown link');
  await page.goto(`${service.url}/inbox`);
  await live(page);
  await page.getByLabel('Phone number').fill(number);
  await page.getByLabel('Your password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('No messages at the moment')).toBeVisible();
  await examineInEveryLanguage(page, 'empty inbox');
});

test('warned before the page closes', async ({ service, desk, openPhone }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Idle', body: 'idle' });
  const { page } = await openPhone();
  await page.clock.install();
  await claim(page, (await service.link(number)).url, PASSWORD);
  await page.clock.runFor(2_000);
  await expect(letterText(page)).toBeVisible();
  await page.clock.runFor('14:05');
  await expect(page.getByRole('alert').filter({ hasText: 'Still there?' })).toBeVisible();
  await examine(page, 'message, about to close');
});

test('expired, early, slowed', async ({ startService, open, openPhone }) => {
  const service = await startService();
  await service.addUser(SENDER);
  const desk = await open();
  await signIn(desk.page, service, SENDER);
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Time', body: 'time', life: '1 hour' });
  const { url } = await service.link(number);
  const { page, watch } = await openPhone();
  watch.allow(401, 410, 429);
  await claim(page, url, PASSWORD);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(`${service.url}/signed-out`);
  await page.goto(url);
  const tryAgain = async () => {
    await live(page);
    await page.locator('#password').fill('a wild guess');
    await page.locator('form button.primary').click();
    await expect(page.getByRole('alert')).not.toBeEmpty();
  };
  for (let tries = 0; tries < 12; tries += 1) {
    await tryAgain();
    await expect(page.getByRole('alert')).toHaveText(/That is not the password|several wrong passwords/);
    if (/several/.test(await page.getByRole('alert').innerText())) break;
    await page.reload();
  }
  await expect(page.locator('form button.primary')).toHaveText(/Try again in/);
  await examineInEveryLanguage(page, 'unlock, slowed', tryAgain);
  await service.pass(61 * 60_000);
  await page.goto(url);
  await expect(page.getByText('This message has run out')).toBeVisible();
  await examineInEveryLanguage(page, 'expired');
  await signIn(desk.page, service, SENDER);
  await examine(desk.page, 'sent, with an erased one');

  await send(desk.page, service, { to: [number], subject: 'Early', body: 'early' });
  const early = await service.link(number, 2);
  await service.pass(-60 * 60_000);
  await page.goto(early.url);
  await expect(page.getByText('This message is not ready yet')).toBeVisible();
  await examineInEveryLanguage(page, 'early');
});

test('the first run, and the simulated phone', async ({ startService, open }) => {
  const service = await startService({ NARWHAL_ORGANISATION: undefined });
  const { page, watch } = await open();
  const link = /http:\/\/\S+\/first-run\/\S+/.exec(service.stdout)?.[0] ?? '';
  await page.goto(`${service.url}/simulator`);
  await examine(page, 'simulator, empty');
  await page.goto(link);
  await live(page);
  await examine(page, 'first run');
  await page.getByRole('button', { name: 'Create the first account' }).click();
  await expect(page.locator('#name-error')).not.toBeEmpty();
  await examine(page, 'first run, nothing filled in');
  await page.getByLabel('Your organisation').fill('Harbour Dental');
  await page.getByLabel('Your name').fill('Rui Tavares');
  await page.getByLabel('Your email address').fill('rui@harbour.example');
  await page.getByLabel('Choose a password').fill('marble kettle sparrow tundra');
  await page.getByRole('button', { name: 'Create the first account' }).click();
  await expect(page).toHaveURL(`${service.url}/compose`);
  watch.allow(410);
  await page.goto(link);
  await examine(page, 'first run, used');
  await page.goto(`${service.url}/sent`);
  await examine(page, 'sent, empty');
  const number = service.nextNumber();
  await send(page, service, { to: [number], subject: 'Phone', body: 'phone' });
  await service.link(number);
  await page.goto(`${service.url}/simulator`);
  await examine(page, 'simulator');
  await page.goto(`${service.url}/simulator?to=${encodeURIComponent(number)}`);
  await examine(page, 'simulator, one conversation');
});

test('signing in, settings, calm pages', async ({ service, open, openPhone, needle }) => {
  const account = { email: `${needle}@lakeside.example`, password: 'granite willow packet seven', name: 'Axe' };
  await service.addUser(account);
  const { page, watch } = await open();
  watch.allow(401, 404);
  await page.goto(`${service.url}/sign-in`);
  await live(page);
  await examine(page, 'sign in');
  await page.getByLabel('Email address').fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill('wrong wrong wrong wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).not.toBeEmpty();
  await examine(page, 'sign in, wrong password');
  await signIn(page, service, account);
  await signIn((await openPhone()).page, service, account);

  await page.goto(`${service.url}/settings`);
  await live(page);
  await examine(page, 'settings');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.locator('#current-error')).not.toBeEmpty();
  await examine(page, 'settings, nothing filled in');
  await page.getByLabel('Password until now').fill(account.password);
  await page.getByLabel('New password').fill('granite willow packet eight');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Your password is changed.')).toBeVisible();
  await examine(page, 'settings, password changed');

  await page.goto(`${service.url}/sent/none`);
  await examine(page, 'sender’s page not found');
  for (const path of ['/signed-out/sender', '/signed-off/sender']) {
    await page.goto(`${service.url}${path}`);
    await examine(page, path);
  }
});

test('setting up a mail program', async ({ startService, open }) => {
  const service = await startService({ NARWHAL_SMTP_TLS_ADDR: '127.0.0.1:0', NARWHAL_SMTP_SELF_SIGNED: 'true' });
  await service.addUser(SENDER);
  const { page, watch } = await open();
  await signIn(page, service, SENDER);
  await page.goto(`${service.url}/settings/mail`);
  await examine(page, 'mail program');
  for (const summary of await page.locator('summary').all()) await summary.click();
  await examine(page, 'mail program with its how-tos open');
  await page.getByLabel('New app password for').fill('Thunderbird-on-the-laptop-with-a-very-long-name-of-60-letters');
  await page.getByRole('button', { name: 'Make an app password' }).click();
  await expect(page.locator('.secret')).toBeVisible();
  await examine(page, 'mail program, app password made');
  watch.allow(422);
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.locator('#phone-error')).not.toBeEmpty();
  await examine(page, 'mail program, no number');
  await page.getByLabel('Your phone number').fill(service.nextNumber());
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByRole('link', { name: 'See how it is doing' })).toBeVisible();
  await examine(page, 'mail program, test sent');
});

test('writing a message', async ({ startService, open }) => {
  const service = await startService();
  await service.addUser(SENDER);
  const { page, watch } = await open();
  await signIn(page, service, SENDER);
  await page.goto(`${service.url}/compose`);
  await live(page);
  await examine(page, 'compose');
  await page.getByLabel('Send', { exact: true }).selectOption('At a later time');
  await page.getByRole('button', { name: 'Send message' }).click();
  await expect(page.locator('#body-error')).not.toBeEmpty();
  await examine(page, 'compose, nothing filled in');
  const numbers = ['211 436 7789', '+44 7700 900123', '+33 6 12 34 56 78'];
  await page.getByLabel('Send', { exact: true }).selectOption('Now');
  await write(page, service, { to: [...numbers, '211 436'], subject: 'Your results', body: 'Dear all,\n\nall is well.' });
  await expect(page.locator('.chip.wrong')).toHaveCount(1);
  await examine(page, 'compose, one wrong');
  await page.getByRole('button', { name: /^Remove 211 436, / }).click();
  watch.allow(SERVER_AWAY);
  await service.stop('SIGKILL');
  await page.getByRole('button', { name: 'Send message' }).click();
  await expect(page.getByText('Not sent yet')).toBeVisible();
  await examine(page, 'compose, server away');
  await service.start();
  const id = await sentId(page);
  await examine(page, 'compose, sent');

  await page.goto(`${service.url}/sent/${id}`);
  await live(page);
  await examine(page, 'sent message');
  await page.getByText('Recall…').click();
  await examine(page, 'sent message, about to recall');
  await page.getByRole('button', { name: 'Recall the message' }).click();
  await expect(page.locator('.badge').first()).toHaveText('Recalled');
  await examine(page, 'sent message, recalled');
});

test('what was sent', async ({ startService, open, openPhone }) => {
  const service = await startService();
  await service.addUser(SENDER);
  const { page, watch } = await open();
  watch.allow(401);
  await signIn(page, service, SENDER);
  const [ana, ben] = [service.nextNumber(), service.nextNumber()];
  const id = await send(page, service, { to: [ana], subject: 'Opened', body: 'a' });
  await send(page, service, { to: [ana, ben], subject: 'To both', body: 'b' });
  const tomorrow = new Date(Date.now() + 24 * 60 * 60_000).toISOString().slice(0, 16);
  const later = await send(page, service, { to: [ben], subject: 'Tomorrow', body: 'c', later: tomorrow });
  await service.link(ana, 2);
  const first = /http\S+/.exec((await service.texts(ana)).at(-1)?.body ?? '')?.[0] ?? '';
  await claim((await openPhone()).page, first, PASSWORD);
  await expectStatus(page, service, id, 'Opened');
  await examine(page, 'sent message, opened');
  await page.goto(`${service.url}/sent/${later}`);
  await examine(page, 'sent message, scheduled');
  await page.goto(`${service.url}/sent`);
  await live(page);
  await examine(page, 'sent');
  await page.goto(`${service.url}/sent?q=0000`);
  await examine(page, 'sent, none found');
  await page.goto(`${service.url}/sent?q=21`);
  await examine(page, 'sent, no number');

  // The draft of somebody who was signed out meanwhile.
  await write(page, service, { to: [ana], subject: 'Draft', body: 'draft' });
  await page.context().clearCookies();
  await page.getByRole('button', { name: 'Send message' }).click();
  await expect(page.getByText('You have been signed out.')).toBeVisible();
  await examine(page, 'compose, signed out');
});

test('by keyboard alone', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  const { page } = desk;
  await page.goto(`${service.url}/compose`);
  await live(page);
  // Asked for long before: a key is faster than the browser is told to hand its dialog over, and then nobody gets it.
  const choosing = page.waitForEvent('filechooser');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('To', { exact: true })).toBeFocused();
  await page.keyboard.type(number);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Keys');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Message', { exact: true })).toBeFocused();
  await page.keyboard.type(needle);
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Attach files')).toBeFocused();
  await page.keyboard.press('Enter');
  await (await choosing).setFiles({ name: 'keys.txt', mimeType: 'text/plain', buffer: Buffer.from('keys') });
  // The file is read before it stands in the list.
  await expect(page.getByRole('button', { name: 'Remove keys.txt' })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Remove keys.txt' })).toBeFocused();
  await page.keyboard.press('Space');
  await expect(page.getByLabel('Attach files')).toBeFocused();
  for (let steps = 0; steps < 3; steps += 1) await page.keyboard.press('Tab');
  await expect(page.getByText('Passcode', { exact: true }), 'what few messages need is folded away').toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByText('The text message', { exact: true })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Send message' })).toBeFocused();
  await page.keyboard.press('Space');
  await sentId(page);

  const phone = await openPhone();
  await phone.page.goto((await service.link(number)).url);
  await live(phone.page);
  await phone.page.getByLabel('Choose a password').focus();
  await phone.page.keyboard.type(PASSWORD);
  await phone.page.keyboard.press('Enter');
  await expect(letterText(phone.page)).toHaveText(needle);
});
