// A device that keeps passkeys: Chromium's own virtual authenticator.

import type { CDPSession, Page } from '@playwright/test';

export class Authenticator {
  readonly #session: CDPSession;
  readonly #hasPrf: boolean;
  #id: string;

  private constructor(session: CDPSession, hasPrf: boolean, id: string) {
    this.#session = session;
    this.#hasPrf = hasPrf;
    this.#id = id;
  }

  /** One that is built into the page's device, and is unlocked by a finger that is always there. */
  static async of(page: Page, { hasPrf = true } = {}): Promise<Authenticator> {
    const session = await page.context().newCDPSession(page);
    await session.send('WebAuthn.enable');
    return new Authenticator(session, hasPrf, await plugIn(session, hasPrf));
  }

  /** How many passkeys it has. */
  async count(): Promise<number> {
    const { credentials } = await this.#session.send('WebAuthn.getCredentials', { authenticatorId: this.#id });
    return credentials.length;
  }

  /** Forgets all of them, as a new device in the place of a lost one. */
  async lose(): Promise<void> {
    await this.#session.send('WebAuthn.clearCredentials', { authenticatorId: this.#id });
  }

  /** Every finger is wrong from now on. Like real devices it is locked after a few, and stays so until it is replaced. */
  async seesWrongFingers(): Promise<void> {
    await this.#session.send('WebAuthn.setUserVerified', { authenticatorId: this.#id, isUserVerified: false });
  }

  /** Puts another device in its place, without any passkeys. */
  async replace(): Promise<void> {
    await this.#session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: this.#id });
    this.#id = await plugIn(this.#session, this.#hasPrf);
  }
}

async function plugIn(session: CDPSession, hasPrf: boolean): Promise<string> {
  const options = {
    protocol: 'ctap2',
    ctap2Version: 'ctap2_1',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    hasPrf,
    automaticPresenceSimulation: true,
  } as const;
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', { options });
  return authenticatorId;
}
