import { test as base, expect } from '@playwright/test';

import { Service } from '../support/service.mjs';
import { firefox } from './firefox.ts';
import type { Engine, Tab } from './tab.ts';
import { webkit } from './webkit.ts';

export { expect };

export const SENDER = {
  email: 'imani@lakeside.example',
  name: 'Dr. Imani Okafor',
  password: 'orchard tugboat velvet nine',
};

export interface Choice {
  engineName: 'firefox' | 'webkit';
}

interface ForTest {
  /** Opens a page that shares nothing with the others. At the test's end nothing may be wrong with it. */
  open: (allowed?: RegExp) => Promise<Tab>;
}

interface ForWorker extends Choice {
  engine: Engine;
  /** Under TLS: WebKit keeps no `Secure` cookie that comes over plain HTTP, not even from this machine. */
  service: Service;
  /** The sender, signed in. */
  desk: Tab;
}

export const test = base.extend<ForTest, ForWorker>({
  engineName: ['firefox', { scope: 'worker', option: true }],

  engine: [
    async ({ engineName }, use) => {
      const engine = await { firefox, webkit }[engineName]();
      await use(engine);
      await engine.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  service: [
    async ({}, use) => {
      const service = await Service.start({ NARWHAL_ORGANISATION: 'Lakeside Clinic', NARWHAL_TLS_SELF_SIGNED: 'true' });
      await service.addUser(SENDER);
      await use(service);
      await service.dispose();
    },
    { scope: 'worker' },
  ],

  desk: [
    async ({ engine, service }, use) => {
      const desk = await engine.open();
      await desk.goto(`${service.url}/sign-in`);
      await live(desk);
      await desk.fill('#email', SENDER.email);
      await desk.fill('#password', SENDER.password);
      await desk.click('form button.primary');
      await expect.poll(() => desk.url()).toBe(`${service.url}/sent`);
      await use(desk);
      await desk.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  open: async ({ engine }, use, info) => {
    const opened: [Tab, RegExp | undefined][] = [];
    await use(async (allowed) => {
      const tab = await engine.open();
      opened.push([tab, allowed]);
      return tab;
    });
    const problems: string[] = [];
    for (const [tab, allowed] of opened) {
      problems.push(...(await tab.problems()).filter((problem) => !allowed?.test(problem)));
      if (info.status !== info.expectedStatus) {
        await info.attach('page', { body: await tab.screenshot(), contentType: 'image/png' });
      }
      await tab.close();
    }
    expect(problems, 'nothing is wrong in any page').toEqual([]);
  },
});

/** The page's forms can be used. */
export async function live(tab: Tab): Promise<void> {
  await expect.poll(() => tab.count('[data-component]')).toBeGreaterThan(0);
  await expect.poll(() => tab.count('[data-component]:not([data-live])')).toBe(0);
}
