// What the journeys need of a browser, however it is driven.

/** A page of a browser that shares nothing with any other page. */
export interface Tab {
  goto(url: string): Promise<void>;
  url(): Promise<string>;
  /** Types into a field, key by key, in the place of what stands there. */
  fill(selector: string, text: string): Promise<void>;
  click(selector: string): Promise<void>;
  /** What the first element that is found says; nothing when there is none. */
  text(selector: string): Promise<string | undefined>;
  count(selector: string): Promise<number>;
  /** What went wrong in its pages, as far as the browser tells. */
  problems(): Promise<string[]>;
  screenshot(): Promise<Buffer>;
  close(): Promise<void>;
}

/** A browser. */
export interface Engine {
  open(): Promise<Tab>;
  close(): Promise<void>;
}

/** How long it is waited for an element. */
export const PATIENCE = 30_000;
