// How Chromium is started, for the tests and for the scripts beside them.

/** The whole browser, with a profile like a person's. */
export const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';
/** For tests of pages alone: without what is around them it takes two thirds of the time. Where there is none, the whole one. */
export const shellPath = process.env.HEADLESS_SHELL || executablePath;

// Without these, Chromium calls out to its maker's services at every start.
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
  '--no-pings',
];

// Chromium's own sandbox does not start for root.
export const args = process.getuid?.() === 0 ? [...quiet, '--no-sandbox'] : quiet;

/** The sizes that pages are looked at in. */
export const phone = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
  userAgent:
    'Mozilla/5.0 (Linux; Android 15; Pixel 5) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Mobile Safari/537.36',
};
export const desktop = {
  viewport: { width: 1280, height: 800 },
  deviceScaleFactor: 1,
  isMobile: false,
  hasTouch: false,
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36',
};
