import type { BrowserContext } from '@playwright/test';

/**
 * Collects everything that went wrong in a context's pages: errors and warnings in the console, exceptions, violations of
 * the content security policy, failed requests, error statuses, and requests to anybody else.
 */
export class Watch {
  readonly #found: string[] = [];
  readonly #allowed: RegExp[] = [];

  static async over(context: BrowserContext): Promise<Watch> {
    const watch = new Watch();
    const note = (what: string) => void watch.#found.push(what);
    context.on('console', (message) => {
      if (!['error', 'warning'].includes(message.type())) return;
      note(`console ${message.type()}: ${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) => note(`exception: ${error.error().stack ?? error.error().message}`));
    context.on('request', (request) => {
      const { hostname, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && !['127.0.0.1', 'localhost'].includes(hostname)) note(`request to ${request.url()}`);
    });
    context.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? '';
      // Leaving a page ends what it was still asking for.
      if (why !== 'net::ERR_ABORTED') note(`failed: ${request.method()} ${request.url()}: ${why}`);
    });
    context.on('response', (response) => {
      if (response.status() < 400) return;
      note(`status of ${response.status()}: ${response.request().method()} ${response.url()}`);
    });
    await context.addInitScript(() => {
      addEventListener('securitypolicyviolation', (event) => {
        console.error(`policy violated: ${event.violatedDirective} by ${event.blockedURI}`);
      });
    });
    return watch;
  }

  /** Something that this test causes on purpose: an error status, or what matches a pattern. */
  allow(...expected: (number | RegExp)[]): void {
    const pattern = (what: number | RegExp) => (typeof what === 'number' ? new RegExp(`status of ${what}\\b`) : what);
    this.#allowed.push(...expected.map(pattern));
  }

  /** What was found and is not allowed. */
  problems(): string[] {
    return this.#found.filter((what) => !this.#allowed.some((pattern) => pattern.test(what)));
  }
}

/** The server is away on purpose. */
export const SERVER_AWAY = /ERR_(CONNECTION_\w+|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED)/;
