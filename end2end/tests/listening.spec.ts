// The journeys as a screen reader tells them: what each page is made of, what belongs to what, and what is said when.

import { PASSWORD, expect, test } from '../support/fixtures.ts';
import { claim, letterText, live, send } from '../support/people.ts';

test('a first visit, a mistake in it, the message, and the way back in', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Your results', body: needle });
  const { url } = await service.link(number);
  const { page, watch } = await openPhone();
  watch.allow(401);
  await page.goto(url);
  await live(page);
  await expect(page.locator('body')).toMatchAriaSnapshot(`
    - link "Skip to the content"
    - banner: Lakeside Clinic
    - main:
      - heading "Lakeside Clinic sent you a private message" [level=1]
      - paragraph: /Choose a password/
      - form "Choose your password":
        - textbox "Name for your password manager": Narwhal
        - text: Choose a password
        - paragraph: /At least 8 characters/
        - textbox "Choose a password"
        - button "Show password"
        - status
        - checkbox "This phone is shared with others"
        - text: This phone is shared with others
        - paragraph: /closes sooner/
        - paragraph:
          - button "Open my message"
        - status
      - group: I did not expect this
      - group: What if I forget my password?
    - contentinfo:
      - paragraph
      - navigation "Language"
  `);
  const password = page.getByLabel('Choose a password', { exact: true });
  await expect(password).toHaveAccessibleDescription(/At least 8 characters/);

  await password.fill('password');
  await page.getByRole('button', { name: 'Open my message' }).click();
  await expect(password, 'whoever listens is where the mistake is').toBeFocused();
  await expect(password).toHaveAccessibleDescription(/Many people use this password/);
  await expect(page.getByRole('form')).toMatchAriaSnapshot(`
    - form "Choose your password":
      - textbox "Choose a password" [invalid]: password
      - alert: /Many people use this password/
  `);

  await claim(page, url, PASSWORD);
  await expect(letterText(page)).toHaveText(needle);
  await expect(page.locator('body')).toMatchAriaSnapshot(`
    - link "Skip to the content"
    - banner:
      - text: Lakeside Clinic
      - link "Your access"
      - button "Sign out"
    - main:
      - article "Your results":
        - paragraph: Dr. Imani Okafor, Lakeside Clinic
        - heading "Your results" [level=1]
        - paragraph:
          - time
        - text: ${needle}
        - paragraph: /can be read until/
        - paragraph: /closes by itself/
      - complementary "If you forget your password":
        - heading "If you forget your password" [level=2]
    - contentinfo
  `);

  await page.goto(`${service.url}/inbox`);
  await expect(page.getByRole('main')).toMatchAriaSnapshot(`
    - region "Your messages":
      - heading "Your messages" [level=1]
      - list:
        - listitem:
          - link /^Your results .* Lakeside Clinic, Dr\\. Imani Okafor$/
  `);

  await page.context().clearCookies();
  await page.goto(url);
  await live(page);
  await expect(page.getByRole('main')).toMatchAriaSnapshot(`
    - heading "Lakeside Clinic sent you a private message" [level=1]
    - paragraph: Type the password that you chose the first time.
    - form "Open your message":
      - textbox "Name for your password manager": Narwhal
      - text: Your password
      - textbox "Your password"
      - button "Show password"
      - checkbox "This phone is shared with others"
      - text: This phone is shared with others
      - paragraph
      - paragraph:
        - button "Open my message"
      - status
    - group: I forgot my password
    - group: I did not expect this
  `);
  const known = page.getByLabel('Your password', { exact: true });
  await known.fill('not the password');
  await page.getByRole('button', { name: 'Open my message' }).click();
  await expect(known).toHaveAccessibleDescription(/password/i);
  await expect(page.getByRole('alert').filter({ hasText: /\w/ })).toBeVisible();
});
