import axe from 'axe-core';
import { type Page, expect } from '@playwright/test';

import { desktop, phone } from './browser.mjs';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

/**
 * What axe-core finds, by rule. It is put into the page once, and only what is wrong is asked for: two looks at a page take
 * three fifths of the time of its own package for Playwright. The pages have no frames.
 */
export async function violations(page: Page, rules: readonly string[] = []): Promise<string[]> {
  const runOnly = rules.length > 0 ? { type: 'rule' as const, values: [...rules] } : { type: 'tag' as const, values: TAGS };
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(async (runOnly) => {
    const { axe: inPage } = globalThis as unknown as { axe: typeof axe };
    const found = await inPage.run(document, { runOnly, resultTypes: ['violations'] });
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  }, runOnly);
}

/** The rules whose verdict depends on colours or sizes: the others have the same markup to judge in every scheme. */
export const LOOKS: readonly string[] = ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable', 'target-size'];

/**
 * Looks at a page as it is now: on a phone and on a desktop, light and dark, with the rules of axe-core; at 320 pixels, where
 * nothing may need sideways scrolling (WCAG 2.2, 1.4.10); at twice the size of text (1.4.4); and in forced colours.
 */
export async function examine(page: Page, what: string): Promise<void> {
  const before = page.viewportSize() ?? phone.viewport;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const { viewport } of [phone, desktop]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const rules = (viewport === phone.viewport) === (colorScheme === 'light') ? [] : LOOKS;
      expect.soft(await violations(page, rules), `${what}, ${colorScheme}, ${viewport.width} pixels`).toEqual([]);
    }
  }
  await page.setViewportSize({ width: 320, height: 640 });
  const width = await page.evaluate(() => document.scrollingElement?.scrollWidth ?? 0);
  expect.soft(width, `${what}: no sideways scrolling at 320 pixels`).toBeLessThanOrEqual(320);
  expect.soft(await crowded(page), `${what}: nothing overlaps at 320 pixels`).toEqual([]);
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
  await examineAsSet(page, what);
  await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: null });
}

/** People bring whatever device they have, set as they need it. */
async function examineAsSet(page: Page, what: string): Promise<void> {
  await page.setViewportSize(phone.viewport);
  await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
  expect.soft(await cutOff(page), `${what}: nothing is cut off at twice the size of text`).toEqual([]);
  expect.soft(await crowded(page), `${what}: nothing overlaps at twice the size of text`).toEqual([]);
  await page.evaluate(() => (document.documentElement.style.fontSize = ''));
  await page.emulateMedia({ forcedColors: 'active' });
  expect.soft(await borderless(page), `${what}: forced colours show where to tap and type`).toEqual([]);
  await page.emulateMedia({ forcedColors: null });
}

/** What reaches beyond the page's width, or hides a part of itself. */
export function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const all = [...document.querySelectorAll<HTMLElement>('body *:not(input, textarea, select, .meter, .visually-hidden, .visually-hidden *, .skip, svg, svg *)')];
    const isShown = (one: HTMLElement) => one.offsetParent !== null && getComputedStyle(one).visibility === 'visible';
    const isCut = (one: HTMLElement) => {
      const { overflowX, textOverflow } = getComputedStyle(one);
      // A list's line that ends in an ellipsis leads to the whole.
      const hides = ['hidden', 'clip'].includes(overflowX) && textOverflow !== 'ellipsis' && one.scrollWidth > one.clientWidth + 1;
      return hides || one.getBoundingClientRect().right > innerWidth + 1;
    };
    return all.filter((one) => isShown(one) && isCut(one)).map((one) => one.outerHTML.slice(0, 120));
  });
}

/**
 * Texts that stand on each other. A line may reach a little into the next one's: fonts are higher than their letters. What
 * floats over the page does so in the place that the page leaves free at its end.
 */
export function crowded(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isFloating = (one: Element | null): boolean => one !== null && (getComputedStyle(one).position === 'fixed' || isFloating(one.parentElement));
    const lines: { node: Node; text: string; box: DOMRect }[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      const text = node.textContent?.trim() ?? '';
      if (!parent || !text || parent.closest('script, style, noscript, .visually-hidden, .skip')) continue;
      if (!parent.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || isFloating(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) if (box.width > 1) lines.push({ node, text: text.slice(0, 60), box });
    }
    const isOn = ({ node, box: one }: (typeof lines)[number], { node: another, box: other }: (typeof lines)[number]) => {
      // A line that ends in an ellipsis has two boxes.
      if (node === another) return false;
      const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      return width > 2 && height > 0.4 * Math.min(one.height, other.height);
    };
    const pairs = lines.flatMap((one, at) => lines.slice(at + 1).filter((other) => isOn(one, other)).map(({ text }) => [one.text, text]));
    return pairs.map(([one, other]) => `${one} | ${other}`);
  });
}

/** Buttons and fields whose place only a colour shows that forced colours take away. */
function borderless(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const all = [...document.querySelectorAll<HTMLElement>('button, a.button, select, textarea, input:not([type=hidden], .visually-hidden)')];
    const hasBorder = (one: HTMLElement) => {
      // The browser draws boxes to tick, in the colours that were chosen.
      if (one.matches('[type=checkbox], [type=radio]') && getComputedStyle(one).appearance !== 'none') return true;
      const { borderBottomStyle, borderBottomWidth, textDecorationLine } = getComputedStyle(one);
      return (borderBottomStyle !== 'none' && borderBottomWidth !== '0px') || textDecorationLine.includes('underline');
    };
    // What looks like one field with chips in it has the border around all of them.
    const frame = (one: HTMLElement) => (one.matches('input') && one.closest<HTMLElement>('.chips')) || one;
    return all.filter((one) => one.offsetParent !== null && !hasBorder(frame(one))).map((one) => one.outerHTML.slice(0, 120));
  });
}
