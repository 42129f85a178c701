// What senders do beside writing: sign in, follow what they sent, and look after their account.

import type { Page } from '@playwright/test';

import { PASSWORD, SENDER, expect, test } from '../support/fixtures.ts';
import { claim, expectStatus, fillSignIn, letterText, live, send, signIn, unlock } from '../support/people.ts';

test('sign in, wrong password, sign out', async ({ service, open }) => {
  const { page, context, watch } = await open();
  await page.goto(`${service.url}/compose`);
  await expect(page, 'nothing is shown to strangers').toHaveURL(`${service.url}/sign-in`);
  watch.allow(401);
  const answer = 'The address and the password do not belong together. Check both, and try again.';
  for (const email of [SENDER.email, 'nobody@lakeside.example']) {
    await fillSignIn(page, { email, password: 'not the right password' });
    await expect(page.getByRole('alert'), 'the same for an address that nobody has').toHaveText(answer);
    await page.reload();
  }
  await fillSignIn(page, SENDER);
  await expect(page).toHaveURL(`${service.url}/sent`);
  await page.goto(`${service.url}/settings`);
  await expect(page.getByText(SENDER.email).first()).toBeVisible();
  await page.locator('form[action="/sign-out/sender"] button').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are signed out');
  expect(await context.cookies()).toEqual([]);
  await page.goto(`${service.url}/sent`);
  await expect(page).toHaveURL(`${service.url}/sign-in`);
});

test('the list is up to date without being loaded again', async ({ service, desk: { page }, openPhone, needle }) => {
  const number = service.nextNumber();
  const id = await send(page, service, { to: [number], subject: `Watched ${needle}`, body: 'watched' });
  const { url } = await service.link(number);
  await expectStatus(page, service, id, 'Delivered');
  await page.goto(`${service.url}/sent`);
  await live(page);
  const badge = page.getByRole('link', { name: new RegExp(needle) }).locator('.badge');
  await expect(badge).toHaveText('Delivered');
  await page.evaluate(() => document.body.setAttribute('data-same', 'yes'));
  await claim((await openPhone()).page, url, PASSWORD);
  await expect(badge).toHaveText('Opened');
  await expect(badge).toHaveAttribute('data-state', 'opened');
  await expect(page.locator('body')).toHaveAttribute('data-same', 'yes');
});

test('a message’s page follows it too', async ({ service, desk: { page }, openPhone }) => {
  const number = service.nextNumber();
  const id = await send(page, service, { to: [number], subject: 'Followed', body: 'followed' });
  const { url } = await service.link(number);
  await expectStatus(page, service, id, 'Delivered');
  const timeline = page.locator('.timeline li');
  await expect(timeline.locator('strong')).toHaveText(['Queued', 'Sent', 'Delivered', 'Opened']);
  await expect(timeline.last()).toHaveText(/Opened\s+not yet/);
  await live(page);
  await claim((await openPhone()).page, url, PASSWORD);
  await expect(page.locator('.badge')).toHaveText('Opened');
  await expect(timeline.last()).not.toContainText('not yet');
});

test('search by number, by its end, and by state', async ({ startService, open, openPhone }) => {
  const service = await startService();
  await service.addUser(SENDER);
  const { page } = await open();
  await signIn(page, service, SENDER);
  await expect(page.getByText('You have not sent anything yet')).toBeVisible();
  const [ana, ben] = ['+12114365501', '+12119875502'];
  const first = await send(page, service, { to: [ana], subject: 'To Ana', body: 'a' });
  await send(page, service, { to: [ben], subject: 'To Ben', body: 'b' });
  await send(page, service, { to: [ana, ben], subject: 'To both', body: 'c' });
  const recalled = await send(page, service, { to: [ben], subject: 'Taken back', body: 'd' });
  await page.goto(`${service.url}/sent/${recalled}`);
  await page.getByText('Recall…').click();
  await page.getByRole('button', { name: 'Recall the message' }).click();
  await expect(page.locator('.badge')).toHaveText('Recalled');
  await service.link(ana, 2);
  const texts = await service.texts(ana);
  const link = /http\S+/.exec(texts.at(-1)?.body ?? '')?.[0] ?? '';
  await claim((await openPhone()).page, link, PASSWORD);
  await expectStatus(page, service, first, 'Opened');

  const found = async (number: string, state = 'All') => {
    await page.goto(`${service.url}/sent`);
    await page.getByLabel('Search by phone number').fill(number);
    await page.getByLabel('State').selectOption(state);
    await page.getByRole('button', { name: 'Search' }).click();
    await expect(page).toHaveURL(/\?/);
    return page.locator('main .rows .what').allInnerTexts();
  };
  expect(await found('')).toEqual(['Erased message', 'To both', 'To Ben', 'To Ana']);
  expect(await found('(211) 436-5501')).toEqual(['To both', 'To Ana']);
  expect(await found('5502')).toEqual(['Erased message', 'To both', 'To Ben']);
  expect(await found('', 'Recalled')).toEqual(['Erased message']);
  expect(await found('', 'Opened')).toEqual(['To Ana']);
  expect(await found('5502', 'Delivered')).toEqual(['To both', 'To Ben']);
  expect(await found('0000')).toEqual([]);
  await expect(page.getByRole('heading', { name: 'No message matches' })).toBeVisible();
  expect(await found('21')).toEqual([]);
  await expect(page.locator('#q-error')).not.toBeEmpty();
});

test('remind: not at once, then the same link again', async ({ startService, open, needle }) => {
  const service = await startService();
  await service.addUser(SENDER);
  const { page } = await open();
  await signIn(page, service, SENDER);
  const number = service.nextNumber();
  const id = await send(page, service, { to: [number], subject: 'Remind', body: needle });
  const first = await service.link(number);
  await expectStatus(page, service, id, 'Delivered');
  const remind = page.getByRole('button', { name: /^Remind/ });
  await remind.click();
  await expect(page.getByRole('status').filter({ hasText: 'Please wait a little' })).toBeVisible();
  expect(await service.texts(number)).toHaveLength(1);

  await service.pass(11 * 60_000);
  await page.goto(`${service.url}/sent/${id}`);
  await remind.click();
  await expect(page.locator('.banner.good')).toHaveText(/^Reminder on its way to \+1 211 436 /);
  expect(await service.link(number, 2)).toEqual(first);
  expect((await service.texts(number))[0]?.body).toContain('still waits for you');
  await expectStatus(page, service, id, 'Delivered');
  await expect(page.locator('.timeline')).toContainText('Reminded');
});

test('recall asks first', async ({ service, desk: { page }, needle }) => {
  const number = service.nextNumber();
  const id = await send(page, service, { to: [number], subject: `Ask ${needle}`, body: needle });
  await service.link(number);
  await expectStatus(page, service, id, 'Delivered');
  const question = page.getByText('Take the message back from this person?');
  await expect(question).toBeHidden();
  await page.getByText('Recall…').click();
  await expect(question).toBeVisible();
  await page.getByText('Recall…').click();
  await expect(question).toBeHidden();
  await page.getByText('Recall…').click();
  await page.getByRole('button', { name: 'Recall the message' }).click();
  await expect(page.locator('.badge')).toHaveText('Recalled');
  await expect(page.locator('.timeline')).toContainText('By you, before it was opened.');
  await expect(page.getByRole('button', { name: /^Remind/ })).toHaveCount(0);
  expect(await page.content()).not.toContain(needle);
});

test('other people’s messages are not there', async ({ service, desk, open, needle }) => {
  const number = service.nextNumber();
  const id = await send(desk.page, service, { to: [number], subject: needle, body: needle });
  const other = { email: `${needle}@lakeside.example`, password: 'walnut ferry cobalt meadow' };
  await service.addUser(other);
  const { page, watch } = await open();
  await signIn(page, service, other);
  await expect(page.getByText('You have not sent anything yet')).toBeVisible();
  watch.allow(404);
  const response = await page.goto(`${service.url}/sent/${id}`);
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such page');
});

test('settings: another password, and the other sessions end', async ({ service, open, needle }) => {
  const account = { email: `${needle}@lakeside.example`, password: 'pepper anchor violin cloud', name: 'Chan Ge' };
  const fresh = 'seven lamps over the harbour';
  await service.addUser(account);
  const { page, watch } = await open();
  await signIn(page, service, account);
  const number = service.nextNumber();
  await send(page, service, { to: [number], subject: 'Before the change', body: 'before' });
  const other = await open();
  await signIn(other.page, service, account);

  watch.allow(401);
  await page.goto(`${service.url}/settings`);
  await live(page);
  await changePassword(page, 'not my password at all', fresh);
  await expect(page.locator('#current-error')).toHaveText('That is not your password.');
  await changePassword(page, account.password, 'too short');
  await expect(page.locator('#password-error')).toHaveText(/at least 15 characters/);
  await changePassword(page, account.password, fresh);
  await expect(page.getByText('Your password is changed. All other sessions were signed out.')).toBeVisible();
  await page.goto(`${service.url}/sent`);
  await expect(page.getByRole('link', { name: /Before the change/ }), 'this session goes on').toBeVisible();
  await other.page.goto(`${service.url}/sent`);
  await expect(other.page).toHaveURL(`${service.url}/sign-in`);

  other.watch.allow(401);
  await fillSignIn(other.page, account);
  await expect(other.page.getByRole('alert')).toContainText('do not belong together');
  await signIn(other.page, service, { ...account, password: fresh });
  await expect(other.page.getByRole('link', { name: /Before the change/ })).toBeVisible();
});

test('settings: where one is signed in, and ending it there', async ({ service, open, openPhone, needle }) => {
  const account = { email: `${needle}@lakeside.example`, password: 'ladder plum satellite moss' };
  await service.addUser(account);
  const here = await open();
  await signIn(here.page, service, account);
  const there = await openPhone();
  await signIn(there.page, service, account);
  const third = await open();
  await signIn(third.page, service, account);

  await here.page.goto(`${service.url}/settings`);
  const list = here.page.getByRole('region', { name: 'Where you are signed in' });
  await expect(list.getByRole('listitem')).toHaveCount(3);
  await expect(list.getByText('This session')).toHaveCount(1);
  await list.getByRole('listitem').filter({ hasText: 'Android' }).getByRole('button').click();
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await there.page.goto(`${service.url}/settings`);
  await expect(there.page).toHaveURL(`${service.url}/sign-in`);
  await list.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await third.page.goto(`${service.url}/sent`);
  await expect(third.page).toHaveURL(`${service.url}/sign-in`);
  await here.page.goto(`${service.url}/sent`);
  await expect(here.page).toHaveURL(`${service.url}/sent`);
});

test('both sessions in one browser do not get in each other’s way', async ({ service, desk, needle }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Both', body: needle });
  const recipient = await desk.context.newPage();
  await claim(recipient, (await service.link(number)).url, PASSWORD);
  await expect(letterText(recipient)).toHaveText(needle);
  await recipient.getByRole('button', { name: 'Sign out' }).click();
  await expect(recipient).toHaveURL(`${service.url}/signed-out`);
  await desk.page.goto(`${service.url}/sent`);
  await expect(desk.page).toHaveURL(`${service.url}/sent`);
  await unlock(recipient, (await service.link(number)).url, PASSWORD);
  await expect(letterText(recipient)).toHaveText(needle);
});

test('the whole product in two windows: a text is tapped on the simulated phone', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Tap', body: needle });
  await service.link(number);
  const { page } = await openPhone();
  await page.goto(`${service.url}/simulator`);
  const readable = number.replace(/^\+1(...)(...)(....)$/, '+1 $1 $2 $3');
  await page.getByRole('link', { name: new RegExp(readable.replace('+', '\\+')) }).tap();
  await page.locator('.bubble a').tap();
  await page.getByLabel('Choose a password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Open my message' }).tap();
  await expect(letterText(page)).toHaveText(needle);
});

async function changePassword(page: Page, current: string, fresh: string): Promise<void> {
  await page.getByLabel('Password until now').fill(current);
  await page.getByLabel('New password').fill(fresh);
  await page.getByRole('button', { name: 'Change password' }).click();
}
