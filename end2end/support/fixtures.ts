import { randomUUID } from 'node:crypto';

import { type BrowserContext, type BrowserContextOptions, type Page, type TestInfo, test as base, expect } from '@playwright/test';

import { desktop, phone } from './browser.mjs';
import { signIn } from './people.ts';
import { Service } from './service.mjs';
import { Watch } from './watch.ts';

export { expect };
export { Service, desktop, phone };

export const ORGANISATION = 'Lakeside Clinic';
export const SENDER = {
  email: 'imani@lakeside.example',
  name: 'Dr. Imani Okafor',
  password: 'orchard tugboat velvet nine',
};
/** What recipients choose. */
export const PASSWORD = 'olive lantern quartz canoe';

/** A page with what was found wrong in it and its context. */
export interface Watched {
  page: Page;
  context: BrowserContext;
  watch: Watch;
}

type Open = (options?: BrowserContextOptions) => Promise<Watched>;

interface ForTest {
  /** Opens a page in a context of its own. At the test's end nothing may be wrong with it. */
  open: Open;
  /** The same on a phone. */
  openPhone: Open;
  /** A page on a desktop with the sender signed in. */
  desk: Watched;
  /** Starts one more instance, for tests that wear it out. What is `undefined` is not set. */
  startService: (settings?: Record<string, string | undefined>) => Promise<Service>;
  /** Words that are nowhere else. */
  needle: string;
  /** Keeps the shared instance's log of a test that has failed. */
  sharedLog: void;
}

interface ForWorker {
  /** The instance that a worker's tests share, with one sender's account. */
  service: Service;
  /** The cookies of a session of theirs. */
  session: Awaited<ReturnType<BrowserContext['cookies']>>;
}

export const test = base.extend<ForTest, ForWorker>({
  service: [
    async ({}, use) => {
      const service = await Service.start({ NARWHAL_ORGANISATION: ORGANISATION });
      await service.addUser(SENDER);
      await use(service);
      await service.dispose();
    },
    { scope: 'worker' },
  ],

  session: [
    async ({ browser, service }, use) => {
      const context = await browser.newContext(desktop);
      await signIn(await context.newPage(), service, SENDER);
      const cookies = await context.cookies();
      await context.close();
      await use(cookies);
    },
    { scope: 'worker' },
  ],

  // Instances are asked for first, so that they end last: a page that loses its server while it loads says so.
  open: async ({ browser, startService: _ }, use) => {
    const opened: Watched[] = [];
    await use(async (options = desktop) => {
      const context = await browser.newContext({ ...options, serviceWorkers: 'allow' });
      const watch = await Watch.over(context);
      const watched = { context, watch, page: await context.newPage() };
      opened.push(watched);
      return watched;
    });
    const problems = opened.flatMap(({ watch }) => watch.problems());
    await Promise.all(opened.map(({ context }) => context.close()));
    expect(problems, 'nothing is wrong in any page').toEqual([]);
  },

  openPhone: async ({ open }, use) => {
    await use((options = {}) => open({ ...phone, ...options }));
  },

  desk: async ({ open, session }, use) => {
    const desk = await open();
    await desk.context.addCookies(session);
    await use(desk);
  },

  startService: async ({}, use, info) => {
    const started: Service[] = [];
    await use(async (settings = {}) => {
      const wanted = Object.entries({ NARWHAL_ORGANISATION: ORGANISATION, ...settings });
      const set = wanted.filter((entry): entry is [string, string] => entry[1] !== undefined);
      const service = await Service.start(Object.fromEntries(set));
      started.push(service);
      return service;
    });
    await Promise.all(started.map((service) => service.dispose()));
    await attachLogs(info, started);
  },

  sharedLog: [
    async ({ service }, use, info) => {
      await use();
      await attachLogs(info, [service]);
    },
    { auto: true },
  ],

  needle: async ({}, use) => {
    await use(`needle-${randomUUID()}`);
  },
});

async function attachLogs(info: TestInfo, services: Service[]): Promise<void> {
  if (info.status === info.expectedStatus) return;
  for (const { stderr } of services) await info.attach('narwhal.log', { body: stderr, contentType: 'text/plain' });
}
