// Recipients' pages in each language: nothing is left in English, nothing is cut off, and axe-core has nothing to say.

import type { Page } from '@playwright/test';

import { violations } from '../support/examine.ts';
import { ORGANISATION, PASSWORD, SENDER, type Service, expect, test } from '../support/fixtures.ts';
import { claim, letterText, live, send, sentId, unlock, write } from '../support/people.ts';
import { desktop, phone } from '../support/browser.mjs';

test.describe.configure({ timeout: 240_000 });

const SUBJECT = 'Q4-7781';
const BODY = '4411 8822';
/** What stands on a page in every language: names, and words that two languages share. */
const EVERYWHERE = new Set([
  ORGANISATION,
  SENDER.name,
  `${SENDER.name}, ${ORGANISATION}`,
  `${ORGANISATION}, ${SENDER.name}`,
  'English Español Français Português Deutsch 中文 العربية',
  ...['English', 'Español', 'Français', 'Português', 'Deutsch', '中文', 'العربية'],
  ...['Message', 'Image', 'PDF', 'Chrome', 'Android'],
]);

/** Everything that a page says: its title, its text, and what only listeners hear. */
function said(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const all = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.parentElement?.closest('script, style, noscript')) all.push(node.textContent ?? '');
    }
    for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]')) {
      for (const name of ['aria-label', 'placeholder', 'title', 'alt']) all.push(element.getAttribute(name) ?? '');
    }
    return all.map((text) => text.replace(/\s+/g, ' ').trim()).filter((text) => /\p{L}{2}/u.test(text));
  });
}

/** The page in a language, beside the same page in English. */
async function examineIn(page: Page, tag: string, url: string, what: string, prepare?: () => Promise<void>): Promise<void> {
  const at = (language: string) => `${url}${url.includes('?') ? '&' : '?'}lang=${language}`;
  await page.goto(at('en'));
  await live(page);
  await prepare?.();
  const english = new Set(await said(page));
  await page.goto(at(tag));
  await live(page);
  await prepare?.();
  const html = page.locator('html');
  await expect(html).toHaveAttribute('lang', tag);
  await expect(html).toHaveAttribute('dir', tag === 'ar' ? 'rtl' : 'ltr');
  const left = (await said(page)).filter((text) => english.has(text) && !EVERYWHERE.has(text) && !text.includes(BODY));
  expect.soft(left, `${what}: left in English`).toEqual([]);
  for (const [viewport, colorScheme] of [[phone.viewport, 'light'], [desktop.viewport, 'dark']] as const) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect.soft(await violations(page), `${what}, ${colorScheme}, ${viewport.width} pixels`).toEqual([]);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  const width = await page.evaluate(() => document.scrollingElement?.scrollWidth ?? 0);
  expect.soft(width, `${what}: no sideways scrolling at 320 pixels`).toBeLessThanOrEqual(320);
  await page.setViewportSize(phone.viewport);
}

async function linkTo(service: Service, desk: Page, passcode?: string): Promise<string> {
  const number = service.nextNumber();
  await write(desk, service, { to: [number], subject: SUBJECT, body: BODY });
  if (passcode) {
    await desk.getByText('Passcode', { exact: true }).click();
    await desk.getByLabel('Passcode for a first message').fill(passcode);
  }
  await desk.getByRole('button', { name: 'Send message' }).click();
  await sentId(desk);
  return (await service.link(number)).url;
}

for (const tag of ['es', 'fr', 'pt', 'de', 'zh', 'ar']) {
  test(`every page in ${tag}`, async ({ service, desk, openPhone }) => {
    const { page, watch } = await openPhone();
    watch.allow(401, 404);
    const open = () => page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
    const behind = await linkTo(service, desk.page, 'olive lantern sand seven');
    await examineIn(page, tag, behind, 'claim with a passcode', open);
    const url = await linkTo(service, desk.page);
    await examineIn(page, tag, url, 'claim', open);
    await examineIn(page, tag, url, 'claim, a common password', async () => {
      await page.locator('#password').fill('password');
      await page.locator('form button.primary').click();
      await expect(page.locator('#password-error')).not.toBeEmpty();
    });
    for (const path of ['/not-for-me', '/recover']) await examineIn(page, tag, url + path, path, open);

    await page.goto(`${url}?lang=${tag}`);
    await live(page);
    await page.locator('#password').fill(PASSWORD);
    await page.locator('form button.primary').click();
    await expect(letterText(page)).toHaveText(BODY);
    await examineIn(page, tag, url, 'message');
    for (const path of ['/inbox', '/account']) await examineIn(page, tag, service.url + path, path, open);

    await page.context().clearCookies();
    await examineIn(page, tag, url, 'unlock', open);
    await examineIn(page, tag, url, 'unlock, wrong password', async () => {
      await page.locator('#password').fill('wrong wrong wrong');
      await page.locator('form button.primary').click();
      await expect(page.locator('#password-error')).not.toBeEmpty();
    });
    await examineIn(page, tag, `${url}/forgot`, 'forgotten');
    for (const path of ['/inbox', '/recover', '/signed-out', '/signed-off', '/m/none']) {
      await examineIn(page, tag, service.url + path, path, open);
    }
  });
}

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
