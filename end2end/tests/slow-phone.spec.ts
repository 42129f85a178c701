// A slow phone on a slow network: a quarter of this machine's speed, and slow 4G as Lighthouse defines it.

import type { Page } from '@playwright/test';

import { PASSWORD, expect, test } from '../support/fixtures.ts';
import { letterText, send } from '../support/people.ts';

/** 1.6 Mbit/s down, 750 kbit/s up, 150 ms to and fro. */
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 204_800, uploadThroughput: 96_000 };

async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', SLOW_4G);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
}

test('a slow phone: a first visit and a later one, without waiting for the code', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Slow', body: needle });
  const { url } = await service.link(number);
  for (const label of ['Choose a password', 'Your password']) {
    const { page } = await openPhone();
    await slowDown(page);
    // Only the document is waited for: whoever types at once must not lose a letter.
    await page.goto(url, { waitUntil: 'commit' });
    await page.getByLabel(label, { exact: true }).pressSequentially(PASSWORD);
    await page.getByLabel(label, { exact: true }).press('Enter');
    await expect(letterText(page)).toHaveText(needle, { timeout: 60_000 });
  }
});
