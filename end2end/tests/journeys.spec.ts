// A recipient's ways to a message, from the first text to reading it.

import { ORGANISATION, PASSWORD, SENDER, expect, test } from '../support/fixtures.ts';
import { claim, expectStatus, firstResponse, letterText, live, send, signIn, unlock } from '../support/people.ts';

test('first run: from the link on the terminal to the first message', async ({ startService, open, openPhone, needle }) => {
  const service = await startService({ NARWHAL_ORGANISATION: undefined });
  const link = /http:\/\/\S+\/first-run\/\S+/.exec(service.stdout)?.[0];
  expect(link, 'the terminal shows a link').toBeDefined();

  const { page, watch } = await open();
  await page.goto(link ?? '');
  await page.getByLabel('Your organisation').fill('Harbour Dental');
  await page.getByLabel('Your name').fill('Rui Tavares');
  await page.getByLabel('Your email address').fill('rui@harbour.example');
  await page.getByLabel('Choose a password').fill('short');
  await page.getByRole('button', { name: 'Create the first account' }).click();
  await expect(page.locator('#password-error')).toHaveText(/at least 15 characters/);
  await page.getByLabel('Choose a password').fill('marble kettle sparrow tundra');
  await page.getByRole('button', { name: 'Create the first account' }).click();
  await expect(page).toHaveURL(`${service.url}/compose`);

  const number = service.nextNumber();
  await send(page, service, { to: [number], subject: 'Your appointment', body: needle });
  const text = (await service.link(number)).url;
  const phone = await openPhone();
  await phone.page.goto(text);
  await expect(phone.page.getByRole('heading', { level: 1 })).toHaveText('Harbour Dental sent you a private message');

  watch.allow(410);
  await page.goto(link ?? '');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link has been used');
  await page.context().clearCookies();
  await signIn(page, service, { email: 'rui@harbour.example', password: 'marble kettle sparrow tundra' });
  await expect(page.getByText('Your appointment')).toBeVisible();
});

test('first visit: a password is chosen, then the message is there', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  const body = `Dear Ana,\n\n  your results (${needle}) are fine: <b>no</b> & "so" on.\n`;
  const id = await send(desk.page, service, { to: [number], subject: `Results ${needle}`, body });
  const { url } = await service.link(number);
  await expectStatus(desk.page, service, id, 'Delivered');

  const { page } = await openPhone();
  const response = await page.goto(url);
  expect(await response?.text()).not.toContain(needle);
  await expect(page).toHaveTitle('A private message');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${ORGANISATION} sent you a private message`);

  const field = page.getByLabel('Choose a password');
  await expect(field).toHaveAttribute('autocomplete', 'new-password');
  await live(page);
  for (const [weak, why] of [
    ['kV7#', /at least 8 characters/],
    ['password', /Many people use this password/],
  ] as const) {
    await field.fill(weak);
    await page.getByRole('button', { name: 'Open my message' }).click();
    await expect(page.getByRole('alert')).toHaveText(why);
    await expect(field).toBeFocused();
  }
  await field.fill(PASSWORD);
  await expect(page.locator('#strength')).toHaveText('Strong.');
  await page.getByRole('button', { name: 'Show password' }).click();
  await expect(field).toHaveAttribute('type', 'text');
  await page.getByRole('button', { name: 'Open my message' }).click();

  await expect(letterText(page)).toBeVisible();
  expect(await letterText(page).textContent()).toBe(body);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Results ${needle}`);
  await expect(page.getByRole('article')).toContainText(`${SENDER.name}, ${ORGANISATION}`);
  await expect(page, 'the title stays in the history, so the subject is not in it').toHaveTitle(
    'A private message',
  );
  await expectStatus(desk.page, service, id, 'Opened');
});

test('a password can be pasted', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Hello', body: needle });
  const { page, context } = await openPhone();
  const notes = await context.newPage();
  await notes.setContent('<textarea></textarea>');
  await notes.locator('textarea').fill(PASSWORD);
  await notes.locator('textarea').press('Control+A');
  await notes.locator('textarea').press('Control+C');
  await page.bringToFront();
  await page.goto((await service.link(number)).url);
  await page.getByLabel('Choose a password').press('Control+V');
  await expect(page.getByLabel('Choose a password')).toHaveValue(PASSWORD);
  await page.getByRole('button', { name: 'Open my message' }).click();
  await expect(letterText(page)).toHaveText(needle);
});

test('returning: another browser, the same password', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'First', body: 'the first one' });
  const first = await service.link(number);
  await claim((await openPhone()).page, first.url, PASSWORD);
  await send(desk.page, service, { to: [number], subject: 'Second', body: needle });
  const second = await service.link(number, 2);
  expect(second.locator).not.toBe(first.locator);

  const { page } = await openPhone();
  await page.goto(second.url);
  await expect(page.getByLabel('Your password', { exact: true })).toHaveAttribute('autocomplete', 'current-password');
  await unlock(page, second.url, PASSWORD);
  await expect(letterText(page)).toHaveText(needle);
  await page.getByRole('region', { name: 'Your other messages' }).getByRole('link').click();
  await expect(letterText(page)).toHaveText('the first one');
});

test('returning without a link: number and password', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'By number', body: needle });
  const { url } = await service.link(number);
  const first = await openPhone();
  await claim(first.page, url, PASSWORD);
  await expect(letterText(first.page)).toHaveText(needle);

  const { page, watch } = await openPhone();
  watch.allow(401);
  await page.goto(`${service.url}/inbox`);
  const answer = 'The number and the password do not belong together. Check both, and try again.';
  for (const [who, password] of [
    [number, 'not the password at all'],
    [service.nextNumber(), PASSWORD],
  ] as const) {
    await page.getByLabel('Phone number').fill(who);
    await page.getByLabel('Your password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert'), 'the same for a number that nobody has').toHaveText(answer);
    await page.reload();
  }
  await page.getByLabel('Phone number').fill(number.replace('+1', ''));
  await page.getByLabel('Your password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Your messages' })).toBeVisible();
  await page.getByRole('link', { name: /By number/ }).click();
  await expect(letterText(page)).toHaveText(needle);
});

test('live session: the message is in the first HTML response', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Live', body: needle });
  const { url } = await service.link(number);
  const { page } = await openPhone();
  await claim(page, url, PASSWORD);
  await expect(letterText(page)).toHaveText(needle);

  const response = await firstResponse(page, url);
  expect(response.status).toBe(200);
  expect(response.text).toContain(needle);
  expect(response.body.length).toBeLessThanOrEqual(20_000);
  expect(response.text, 'no code has to be loaded').not.toMatch(/\.wasm|<link[^>]+preload|<script[^>]+src/);

  // Nor has the page's own script to run.
  const plain = await openPhone({ javaScriptEnabled: false });
  await plain.context.addCookies(await page.context().cookies());
  await plain.page.goto(url);
  await expect(letterText(plain.page)).toHaveText(needle);
});

test('without a script the page says why it needs one', async ({ service, desk, openPhone }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Plain', body: 'plain' });
  const { page, watch } = await openPhone({ javaScriptEnabled: false });
  // Where scripts are off, none may be fetched either.
  watch.allow(/\.js: csp$/);
  await page.goto((await service.link(number)).url);
  // Playwright's searches by text pass over this element.
  await expect(page.locator('noscript p').first()).toHaveText(/^Your browser has JavaScript switched off\./);
  await expect(page.locator('noscript p').first()).toBeVisible();
});

test('wrong password: said so, and the right one still works', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  const id = await send(desk.page, service, { to: [number], subject: 'Wrong', body: needle });
  const { url } = await service.link(number);
  await claim((await openPhone()).page, url, PASSWORD);
  await expectStatus(desk.page, service, id, 'Opened');

  const { page, watch } = await openPhone();
  watch.allow(401);
  await unlock(page, url, 'Olive lantern quartz canoe');
  await expect(page.getByRole('alert')).toHaveText('That is not the password. Check for capital letters, and try again.');
  await expect(page.getByLabel('Your password', { exact: true })).toBeFocused();
  expect(await page.content()).not.toContain(needle);
  await page.getByLabel('Your password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Open my message' }).click();
  await expect(letterText(page)).toHaveText(needle);
});

test('many wrong passwords are slowed; the owner with a live session is not', async ({
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
  await send(desk.page, service, { to: [number], subject: 'Slow', body: needle });
  const { url } = await service.link(number);
  const owner = await openPhone();
  await claim(owner.page, url, PASSWORD);
  await expect(letterText(owner.page)).toHaveText(needle);

  const { page, watch } = await openPhone();
  watch.allow(401, 429);
  await page.goto(url);
  const button = page.locator('form button.primary');
  const error = page.getByRole('alert');
  for (let tries = 0; tries < 12; tries += 1) {
    await page.getByLabel('Your password', { exact: true }).fill(`guess number ${tries}`);
    await button.click();
    await expect(error).toHaveText(/That is not the password|several wrong passwords/);
    if (/several/.test(await error.innerText())) break;
    // The next answer's words may be the same, so this one's are taken away by a new page.
    await page.reload();
  }
  await expect(error).toHaveText(
    'There were several wrong passwords in a row. Please wait a moment before the next try.',
  );
  await expect(button).toHaveText(/^Try again in \d+ s$/);
  await expect(button).toHaveAttribute('aria-disabled', 'true');

  await owner.page.reload();
  await expect(letterText(owner.page), 'the owner reads on').toHaveText(needle);

  await expect(button).toHaveText('Open my message', { timeout: 40_000 });
  await page.getByLabel('Your password', { exact: true }).fill(PASSWORD);
  await button.click();
  await expect(letterText(page)).toHaveText(needle);
});

test('two recipients of one message cannot reach each other’s', async ({ service, desk, openPhone, needle }) => {
  const [ana, ben] = [service.nextNumber(), service.nextNumber()];
  const both = await send(desk.page, service, { to: [ana, ben], subject: 'Both', body: 'for both' });
  const [toAna, toBen] = [await service.link(ana), await service.link(ben)];
  expect(toAna.locator).not.toBe(toBen.locator);
  const annas = await openPhone();
  await claim(annas.page, toAna.url, PASSWORD);
  await expect(letterText(annas.page)).toHaveText('for both');
  const bens = await openPhone();
  await claim(bens.page, toBen.url, 'another four unusual words');
  await expect(letterText(bens.page)).toHaveText('for both');

  const only = await send(desk.page, service, { to: [ana], subject: `Only Ana ${needle}`, body: needle });
  const secret = await service.link(ana, 2);
  const { page, watch } = bens;
  watch.allow(401, 404);
  const response = await page.goto(secret.url);
  expect(await response?.text()).not.toContain(needle);
  await expect(page.getByLabel('Your password', { exact: true }), 'it asks for Ana’s password').toBeVisible();
  await unlock(page, secret.url, 'another four unusual words');
  await expect(page.getByRole('alert')).toHaveText(/That is not the password/);

  const told = await page.evaluate(
    (path) => fetch(path, { method: 'POST' }).then((answer) => answer.status),
    `${new URL(secret.url).pathname}/opened`,
  );
  expect(told).toBe(404);
  await page.goto(`${service.url}/inbox`);
  await expect(page.getByRole('link', { name: /Both/ })).toHaveCount(1);
  expect(await page.content()).not.toContain(needle);
  await expectStatus(desk.page, service, only, 'Delivered');
  await desk.page.goto(`${service.url}/sent/${both}`);
  await expect(desk.page.locator('.badge')).toHaveText(['Opened', 'Opened']);

  await annas.page.goto(secret.url);
  await expect(letterText(annas.page)).toHaveText(needle);
});
