import { AxeBuilder } from '@axe-core/playwright';
import { type Page, expect } from '@playwright/test';

import { desktop, phone } from './browser.mjs';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

/** What axe-core finds, by rule. The pages have no frames, so its older way of running, without a window of its own, sees all. */
export async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page }).setLegacyMode().withTags(TAGS).analyze();
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

/**
 * Looks at a page as it is now: on a phone and on a desktop, light and dark, with every rule of axe-core; and at 320
 * pixels, where nothing may need sideways scrolling (WCAG 2.2, 1.4.10).
 */
export async function examine(page: Page, what: string): Promise<void> {
  const before = page.viewportSize() ?? phone.viewport;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const { viewport } of [phone, desktop]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect.soft(await violations(page), `${what}, ${colorScheme}, ${viewport.width} pixels`).toEqual([]);
    }
  }
  await page.setViewportSize({ width: 320, height: 640 });
  const width = await page.evaluate(() => document.scrollingElement?.scrollWidth ?? 0);
  expect.soft(width, `${what}: no sideways scrolling at 320 pixels`).toBeLessThanOrEqual(320);
  const small = await page.evaluate(() => {
    const targets = document.querySelectorAll<HTMLElement>('button, a.button, summary, input:not([type=hidden]), select, textarea');
    return [...targets]
      .filter((target) => !target.matches('.visually-hidden, [readonly][tabindex="-1"]') && target.offsetParent !== null)
      .filter((target) => {
        const { height, width } = target.getBoundingClientRect();
        return height < 43.5 || width < 43.5;
      })
      .map((target) => target.outerHTML.slice(0, 120));
  });
  expect.soft(small, `${what}: targets of at least 44 pixels`).toEqual([]);
  await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: null });
}
