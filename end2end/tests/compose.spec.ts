// Writing a message: recipients, and a draft that no failure loses.

import { ORGANISATION, PASSWORD, SENDER, expect, test } from '../support/fixtures.ts';
import { chips, claim, fillSignIn, letterText, live, send, sentId, signIn, write } from '../support/people.ts';
import { SERVER_AWAY } from '../support/watch.ts';

test('every form of a recipient becomes a chip', async ({ service, desk: { page } }) => {
  await page.goto(`${service.url}/compose`);
  await live(page);
  const forms = [
    ['2114367701@secure.text', '+1 211 436 7701'],
    ['12114367702@secure.text', '+1 211 436 7702'],
    ['+12114367703@secure.text', '+1 211 436 7703'],
    ['2114367704', '+1 211 436 7704'],
    ['12114367705', '+1 211 436 7705'],
    ['+12114367706', '+1 211 436 7706'],
    ['0012114367707', '+1 211 436 7707'],
    ['(211) 436-7708', '+1 211 436 7708'],
    ['211.436.7709', '+1 211 436 7709'],
    ['+1 211 436 7710', '+1 211 436 7710'],
    ['211-436-7711@SECURE.TEXT', '+1 211 436 7711'],
    ['Ana Ruiz <2114367712@secure.text>', '+1 211 436 7712'],
    ['tel:+12114367713', '+1 211 436 7713'],
    ['+44 7700 900123', '+44 7700900123'],
  ] as const;
  for (const [typed, shown] of forms) {
    await page.getByLabel('To', { exact: true }).fill(typed);
    await page.getByLabel('To', { exact: true }).press('Enter');
    await expect(chips(page).last(), typed).toHaveText(`${shown}×`);
    await expect(page.getByLabel('To', { exact: true })).toHaveValue('');
  }
  await expect(chips(page)).toHaveCount(forms.length);
  await expect(page.locator('.chip.wrong')).toHaveCount(0);
  expect(new URL(page.url()).pathname, 'Enter has not sent the form').toBe('/compose');
});

test('chips: commas, leaving, taking back, removing, twice', async ({ service, desk: { page } }) => {
  await page.goto(`${service.url}/compose`);
  await live(page);
  const to = page.getByLabel('To', { exact: true });
  await to.pressSequentially('211 436 7721,');
  await expect(chips(page)).toHaveText(['+1 211 436 7721×']);
  await to.pressSequentially('2114367722;');
  await expect(chips(page)).toHaveCount(2);
  await to.fill('2114367723');
  await page.getByLabel('Subject').focus();
  await expect(chips(page)).toHaveCount(3);

  await to.fill('+1 (211) 436-7721');
  await to.press('Enter');
  await expect(chips(page)).toHaveCount(3);
  await expect(page.getByText('+1 211 436 7721 is there already.')).toHaveCount(1);

  await to.press('Backspace');
  await expect(chips(page)).toHaveCount(2);
  await expect(to).toHaveValue('+1 211 436 7723');
  await to.fill('');
  await page.getByRole('button', { name: 'Remove +1 211 436 7721' }).click();
  await expect(chips(page)).toHaveText(['+1 211 436 7722×']);
  await expect(to).toBeFocused();
});

test('a pasted list becomes chips', async ({ service, desk: { page, context } }) => {
  const list = '211 436 7731\n(211) 436-7732; 2114367733@secure.text, Ben <+12114367734>\r\n\n211 436\n';
  const notes = await context.newPage();
  await notes.setContent('<textarea></textarea>');
  await notes.locator('textarea').fill(list);
  await notes.locator('textarea').press('Control+A');
  await notes.locator('textarea').press('Control+C');
  await page.bringToFront();
  await page.goto(`${service.url}/compose`);
  await live(page);
  await page.getByLabel('To', { exact: true }).press('Control+V');
  const numbers = ['+1 211 436 7731×', '+1 211 436 7732×', '+1 211 436 7733×', '+1 211 436 7734×'];
  await expect(chips(page)).toHaveText([...numbers, '211 436×']);
  await expect(page.locator('.chip.wrong')).toHaveText(['211 436×']);
});

test('a wrong recipient says why, and nothing is sent', async ({ service, desk: { page } }) => {
  await page.goto(`${service.url}/compose`);
  await live(page);
  const to = page.getByLabel('To', { exact: true });
  const sendButton = page.getByRole('button', { name: 'Send message' });
  await sendButton.click();
  await expect(page.locator('#to-error')).toHaveText('Add at least one phone number.');
  await expect(page.locator('#subject-error')).toHaveText('Please give a subject.');
  await expect(page.locator('#body-error')).toHaveText('The message is empty.');
  await expect(to).toBeFocused();

  for (const [typed, why] of [
    ['211 436', 'This number is too short. Check that no digit is missing.'],
    ['2114367789123456789', 'This number is too long. Check for a digit too many.'],
    ['ana', 'A phone number has only digits, and spaces, dots, dashes or parentheses between them.'],
    ['+999 1234567', 'No country has this calling code. Check the digits after the +.'],
    ['111 436 7789', 'This is not a valid number. Check the digits and the country code.'],
    ['2114367789@example.org', 'Messages go to phone numbers, or to a number @secure.text.'],
  ] as const) {
    await to.fill(typed);
    await to.press('Enter');
    await expect(page.locator('.chip.wrong')).toHaveText(`${typed}×`);
    await expect(page.locator('#to-error')).toContainText(`${typed}: ${why}`);
    await expect(to).toHaveAttribute('aria-invalid', 'true');
    await page.getByLabel('Subject').fill('Wrong');
    await page.getByLabel('Message', { exact: true }).fill('wrong');
    await sendButton.click();
    await expect(page.getByRole('link', { name: 'See how it is doing' })).toHaveCount(0);
    await page.getByRole('button', { name: `Remove ${typed}, which is not valid` }).click();
    await expect(chips(page)).toHaveCount(0);
  }
  await page.getByLabel('Subject').fill('');
  await page.getByLabel('Message', { exact: true }).fill('');
});

test('a message to several, sealed before it leaves', async ({ service, desk, openPhone, needle }) => {
  const numbers = [service.nextNumber(), service.nextNumber(), service.nextNumber()];
  const submitted: string[] = [];
  desk.page.on('request', (request) => submitted.push(`${request.url()} ${request.postData() ?? ''}`));
  const id = await send(desk.page, service, { to: numbers, subject: `Three ${needle}`, body: needle, life: '7 days' });
  await expect(desk.page.getByText('Sent to 3 people.')).toBeVisible();
  expect(submitted.filter((request) => request.includes('/api/submit'))).toHaveLength(1);
  expect(submitted.join('\n')).not.toContain(needle);
  await expect(desk.page.getByLabel('Subject'), 'the form is empty again').toHaveValue('');
  await expect(chips(desk.page)).toHaveCount(0);

  for (const number of numbers) {
    await service.link(number);
    const [text, ...others] = await service.texts(number);
    expect(others).toEqual([]);
    expect(text?.body).toContain(`${ORGANISATION} sent you a private message`);
    expect(text?.body).not.toContain(needle);
    expect(text?.body.length).toBeLessThanOrEqual(160);
  }
  const { page } = await openPhone();
  await claim(page, (await service.link(numbers[1] ?? '')).url, PASSWORD);
  await expect(letterText(page)).toHaveText(needle);
  await desk.page.goto(`${service.url}/sent/${id}`);
  await expect(desk.page.getByRole('heading', { name: '3 recipients' })).toBeVisible();
  await expect(desk.page.getByRole('article')).toContainText(needle);
  await desk.page.goto(`${service.url}/sent`);
  await expect(desk.page.getByRole('link', { name: `Three ${needle}` }).locator('.badge')).toHaveText('1 of 3 opened');
});

test('the draft survives the server being away, and goes out once', async ({ startService, open, needle }) => {
  const service = await startService();
  await service.addUser(SENDER);
  const { page, watch } = await open();
  await signIn(page, service, SENDER);
  const number = service.nextNumber();
  await write(page, service, { to: [number], subject: `Away ${needle}`, body: needle });
  watch.allow(SERVER_AWAY);
  await service.stop('SIGKILL');
  await page.getByRole('button', { name: 'Send message' }).click();
  await expect(page.getByRole('status').first()).toContainText('Not sent yet: the server does not answer.');
  await expect(page.getByLabel('Subject')).toHaveValue(`Away ${needle}`);
  await expect(page.getByLabel('Message', { exact: true })).toHaveValue(needle);
  await expect(chips(page)).toHaveCount(1);

  await service.start();
  await sentId(page);
  await expect(page.getByText('Sent to 1 person.')).toBeVisible();
  await service.link(number);
  await page.goto(`${service.url}/sent`);
  await expect(page.getByRole('link', { name: new RegExp(needle) })).toHaveCount(1);
  expect(await service.texts(number)).toHaveLength(1);
});

test('a message whose answer is lost is sent once', async ({ service, desk: { page, watch }, needle }) => {
  const number = service.nextNumber();
  await write(page, service, { to: [number], subject: `Lost ${needle}`, body: needle });
  watch.allow(SERVER_AWAY);
  let submissions = 0;
  await page.route('**/api/submit', async (route) => {
    submissions += 1;
    if (submissions > 1) return route.continue();
    // The server has it, and the browser never hears of it.
    const headers = await route.request().allHeaders();
    const answer = await route.fetch({ headers });
    expect(answer.status()).toBe(200);
    return route.abort('connectionreset');
  });
  await page.getByRole('button', { name: 'Send message' }).click();
  await expect(page.getByText('Not sent yet: the server does not answer.')).toBeVisible();
  await sentId(page);
  expect(submissions).toBe(2);
  await page.goto(`${service.url}/sent`);
  await expect(page.getByRole('link', { name: new RegExp(needle) })).toHaveCount(1);
  await service.link(number);
  expect(await service.texts(number)).toHaveLength(1);
});

test('a session that ends while writing keeps the draft', async ({ service, open, needle }) => {
  const { page, context, watch } = await open();
  await signIn(page, service, SENDER);
  const number = service.nextNumber();
  await write(page, service, { to: [number], subject: 'Ended', body: needle });
  watch.allow(401);
  await context.clearCookies();
  await page.getByRole('button', { name: 'Send message' }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'You have been signed out.' });
  await expect(alert).toBeVisible();
  await expect(page.getByLabel('Message', { exact: true })).toHaveValue(needle);
  const opened = context.waitForEvent('page');
  await alert.getByRole('link', { name: 'Sign in' }).click();
  const second = await opened;
  await fillSignIn(second, SENDER);
  await expect(second).toHaveURL(`${service.url}/sent`);
  await page.bringToFront();
  await alert.getByRole('button', { name: 'Try again' }).click();
  await sentId(page);
});
