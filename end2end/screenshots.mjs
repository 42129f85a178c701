// Makes the README's screenshots anew: npm run screenshots.

import { fileURLToPath } from 'node:url';

import { phone } from './support/browser.mjs';
import { claim, send, withService, write } from './support/set.mjs';

const docs = fileURLToPath(new URL('../docs/', import.meta.url));
const BODY = `Dear Ana,

your blood results are back, and everything is as it should be. Your iron has recovered nicely, so you can stop the tablets.

Please come by in six months for the next check. If the tiredness returns before then, call us and ask for me.

Kind regards,
Imani Okafor`;

await withService(async ({ service, browser, desk }) => {
  const number = '+12114367789';
  await write(desk, service, { to: [number], subject: 'Your appointment on Thursday', body: 'See you at 8:40.' });
  await send(desk);
  await service.link(number);
  const letter = { subject: 'Your blood results', body: BODY };
  await write(desk, service, { to: ['2114367789@secure.text', '+44 7700 900123'], ...letter });
  await desk.getByLabel('Message', { exact: true }).evaluate((text) => {
    text.blur();
    text.scrollTop = 0;
    scrollTo(0, 0);
  });
  await desk.screenshot({ path: `${docs}screenshot-compose.png` });
  await send(desk);

  const { url } = await service.link(number, 2);
  const context = await browser.newContext({ ...phone, colorScheme: 'light' });
  const page = await context.newPage();
  await claim(page, url);
  await page.screenshot({ path: `${docs}screenshot-phone.png` });
});
