// Recipients' pages in every language: nothing is left in English, nothing is cut off or overlaps, and axe-core has nothing
// to say.

import { join } from 'node:path';

import { type Page, expect, test } from '@playwright/test';

import { desktop, phone } from './browser.mjs';
import { LOOKS, crowded, cutOff, examine, violations } from './examine.ts';
import { ORGANISATION, SENDER } from './fixtures.ts';
import { live } from './people.ts';

/** Those beside English. */
export const LANGUAGES = ['es', 'fr', 'pt', 'de', 'zh', 'ar'] as const;

/** A folder that gets a picture of every page in every language, for whoever wants to look at them. */
const pictures = process.env.NARWHAL_PICTURES;

const NAMES = ['English', 'Español', 'Français', 'Português', 'Deutsch', '中文', 'العربية'];

/** What stands on a page in every language: names, and words that two languages share. */
const EVERYWHERE = new Set([
  ORGANISATION,
  SENDER.name,
  `${SENDER.name}, ${ORGANISATION}`,
  `${ORGANISATION}, ${SENDER.name}`,
  ...NAMES,
  NAMES.join(' '),
  ...['Message', 'Image', 'Text', 'PDF', 'Chrome', 'Android'],
]);

/** A size, or the name of a file. */
const OF_FILES = /^([\d.]+ (kB|MB|bytes)|[\w ]+\.\w{3})$/;

/** Everything that a page itself says: its title, its text, and what only listeners hear. What people wrote is set apart. */
function said(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const all = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.parentElement?.closest('script, style, noscript, [dir=auto], .secret')) all.push(node.textContent ?? '');
    }
    const isOwn = (element: Element) => !element.closest('[dir=auto]');
    for (const element of [...document.querySelectorAll('[aria-label], [placeholder], [title], [alt]')].filter(isOwn)) {
      for (const name of ['aria-label', 'placeholder', 'title', 'alt']) all.push(element.getAttribute(name) ?? '');
    }
    return all.map((text) => text.replace(/\s+/g, ' ').trim()).filter((text) => /\p{L}{2}/u.test(text));
  });
}

/** The page's address in a language. */
function inLanguage(url: string, tag: string): string {
  const address = new URL(url);
  address.searchParams.set('lang', tag);
  return address.href;
}

async function examineIn(page: Page, tag: string, what: string, english: Set<string>): Promise<void> {
  const html = page.locator('html');
  await expect(html).toHaveAttribute('lang', tag);
  await expect(html).toHaveAttribute('dir', tag === 'ar' ? 'rtl' : 'ltr');
  const left = (await said(page)).filter((text) => english.has(text) && !EVERYWHERE.has(text) && !OF_FILES.test(text));
  expect.soft(left, `${what} in ${tag}: left in English`).toEqual([]);
  // The rules about the markup have the same markup to judge in both.
  const schemes = [
    { viewport: { width: 320, height: 640 }, colorScheme: 'light', rules: [] },
    { viewport: desktop.viewport, colorScheme: 'dark', rules: LOOKS },
  ] as const;
  for (const { viewport, colorScheme, rules } of schemes) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const here = `${what} in ${tag}, ${colorScheme}, ${viewport.width} pixels`;
    expect.soft(await violations(page, rules), here).toEqual([]);
    expect.soft(await cutOff(page), `${here}: nothing is cut off`).toEqual([]);
    expect.soft(await crowded(page), `${here}: nothing overlaps`).toEqual([]);
    if (pictures) await page.screenshot({ path: join(pictures, `${here.replace(/[^\w]+/g, '-')}.png`), fullPage: true });
  }
  await page.setViewportSize(phone.viewport);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: null });
}

/**
 * Looks at a recipient's page that is shown, in English as `examine` does, and in each other language; comes back to it in
 * English. `prepare` brings it into its state again after it has been loaded.
 */
export async function examineInEveryLanguage(page: Page, what: string, prepare = () => live(page)): Promise<void> {
  // Whatever else its test does has its time for itself.
  test.setTimeout(test.info().timeout + 60_000);
  await examine(page, what);
  const url = page.url();
  const english = new Set(await said(page));
  for (const tag of LANGUAGES) {
    await page.goto(inLanguage(url, tag));
    await prepare();
    await examineIn(page, tag, what, english);
  }
  await page.goto(inLanguage(url, 'en'));
  await prepare();
}
