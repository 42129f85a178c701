// Recipients' pages in each language: nothing is left in English, nothing is cut off, and axe-core has nothing to say.

import type { Page } from '@playwright/test';

import { ORGANISATION, PASSWORD, SENDER, type Service, expect, test } from '../support/fixtures.ts';
import { examineInEveryLanguage } from '../support/languages.ts';
import { claim, letterText, live, send, signIn, unlock } from '../support/people.ts';

const SUBJECT = 'Q4-7781';
const BODY = '4411 8822';

async function linkTo(service: Service, desk: Page, passcode = ''): Promise<string> {
  const number = service.nextNumber();
  await send(desk, service, { to: [number], subject: SUBJECT, body: BODY, passcode });
  return (await service.link(number)).url;
}

/** Unfolds what is folded away. */
async function unfold(page: Page): Promise<void> {
  await live(page);
  await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
}

/** Goes to an address, and looks at everything on it in every language. */
async function examineAt(page: Page, url: string, what: string): Promise<void> {
  await page.goto(url);
  await unfold(page);
  await examineInEveryLanguage(page, what, () => unfold(page));
}

/** Sends the form with these words in its password field, and waits until the page says that they are of no use. */
async function refused(page: Page, password: string): Promise<void> {
  await live(page);
  await page.locator('#password').fill(password);
  await page.locator('form button.primary').click();
  await expect(page.locator('#password-error')).not.toBeEmpty();
}

test('a first visit in every language', async ({ service, desk, openPhone }) => {
  const { page } = await openPhone();
  const url = await linkTo(service, desk.page);
  await examineAt(page, url, 'a first visit, unfolded');
  await page.goto(url);
  await refused(page, 'password');
  await examineInEveryLanguage(page, 'a first visit, a common password', () => refused(page, 'password'));
  await examineAt(page, await linkTo(service, desk.page, 'olive lantern sand seven'), 'a first visit with a passcode, unfolded');
});

test('later visits in every language', async ({ service, desk, openPhone }) => {
  const { page, watch } = await openPhone();
  const url = await linkTo(service, desk.page);
  await claim(page, url, PASSWORD);
  await expect(letterText(page)).toHaveText(BODY);
  await examineAt(page, url, 'a message');
  for (const path of ['/inbox', '/account']) await examineAt(page, service.url + path, path);
  await page.context().clearCookies();
  await examineAt(page, url, 'a later visit');
  watch.allow(401);
  // Several wrong passwords in a row would be answered slowly, so the right one comes in between.
  const mistype = async () => {
    const here = page.url();
    await live(page);
    await page.locator('#password').fill(PASSWORD);
    await page.locator('form button.primary').click();
    await expect(letterText(page)).toHaveText(BODY);
    await page.context().clearCookies();
    await page.goto(here);
    await refused(page, 'wrong wrong wrong');
  };
  await page.goto(url);
  await mistype();
  await examineInEveryLanguage(page, 'a later visit, a wrong password', mistype);
});

test('the ways around a password in every language', async ({ service, openPhone }) => {
  const { page, watch } = await openPhone();
  watch.allow(404);
  for (const path of ['/inbox', '/recover', '/signed-out', '/signed-off', '/m/none', '/nowhere']) {
    await examineAt(page, service.url + path, path);
  }
});

test('when too much is asked for, or something is broken, in every language', async ({ startService, open, openPhone }) => {
  const service = await startService({ NARWHAL_ORGANISATION: ORGANISATION });
  await service.addUser(SENDER);
  const { page: desk } = await open();
  await signIn(desk, service, SENDER);
  const { page, watch } = await openPhone();
  await claim(page, await linkTo(service, desk), PASSWORD);
  await expect(letterText(page)).toHaveText(BODY);
  watch.allow(429, 500);
  expect((await page.request.get(`${service.url}/account/download`)).status()).toBe(200);
  // To the service the last download is an hour ahead, so there is time to look.
  await service.pass(-60 * 60_000);
  await page.goto(`${service.url}/account/download`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You have just downloaded your data');
  await examineInEveryLanguage(page, 'a second download within a minute');
  await service.lose('sessions');
  await page.goto(`${service.url}/inbox`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('We cannot get to it just now');
  await examineInEveryLanguage(page, 'something is broken');
});

test('the language is the browser’s, until another is chosen', async ({ service, desk, openPhone }) => {
  const { page } = await openPhone({ locale: 'fr-CA' });
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: SUBJECT, body: BODY });
  await page.goto((await service.link(number)).url);
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  await page.getByRole('link', { name: 'Deutsch' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  expect(page.url()).toContain('/m/');
  await page.goto(`${service.url}/inbox`);
  await expect(page.locator('html'), 'the choice holds for the other pages').toHaveAttribute('lang', 'de');
  const cookies = await page.context().cookies();
  expect(cookies.find(({ name }) => name === '__Host-narwhal-language')?.expires, 'and no longer than the browser').toBe(-1);
});

test('a language that is chosen for good is there at the next sign-in, and in the texts', async ({ service, desk, openPhone }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: SUBJECT, body: BODY });
  const { url } = await service.link(number);
  const { page } = await openPhone();
  await claim(page, url, PASSWORD);
  await expect(letterText(page)).toHaveText(BODY);
  await page.goto(`${service.url}/account`);
  await page.getByLabel('Your language').selectOption('العربية');
  await page.getByRole('region', { name: 'Language' }).getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
  await expect(page.getByRole('status').first()).not.toBeEmpty();
  await expect(page.locator('#own-language-choice')).toHaveValue('ar');
  const none = await page.request.post(`${service.url}/account/language`, { form: { language: 'tlh' }, headers: { origin: service.url } });
  expect(none.url(), 'what is no language changes nothing').toBe(`${service.url}/account`);
  await page.reload();
  await expect(page.locator('#own-language-choice')).toHaveValue('ar');
  await page.context().clearCookies();
  await page.goto(url);
  await expect(page.locator('html'), 'a stranger gets the browser’s').toHaveAttribute('lang', 'en');
  await unlock(page, url, PASSWORD);
  await expect(letterText(page)).toHaveText(BODY);
  await expect(page.locator('html'), 'whoever signs in gets theirs').toHaveAttribute('lang', 'ar');
  await send(desk.page, service, { to: [number], subject: SUBJECT, body: BODY });
  await service.link(number, 2);
  const [newest] = await service.texts(number);
  expect(newest?.body, 'the text is Arabic').toMatch(/\p{Script=Arabic}/u);
});
