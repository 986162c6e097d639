import { Buffer } from 'node:buffer';
import type { FramedEvent, Framing } from './framing.ts';

/** Bytes searched for the page title. */
const MAX_BYTES = 64 * 1024;
/** Characters of text quoted if the page has no title. */
const QUOTED_CHARACTERS = 120;

/** A web page instead of a response: a server's start page, a proxy's error page or a login page. */
export class HtmlFraming implements Framing {
  readonly isStreamed = false;
  readonly isBetweenEvents = false;
  readonly #onEvent: (event: FramedEvent) => void;
  #page = '';

  constructor(onEvent: (event: FramedEvent) => void) {
    this.#onEvent = onEvent;
  }

  push(bytes: string): void {
    this.#page += bytes.slice(0, MAX_BYTES - this.#page.length);
  }

  finish(): void {
    const page = Buffer.from(this.#page, 'latin1').toString('utf8');
    const [, title = ''] = /<title[^>]*>([^<]*)/i.exec(page) ?? [];
    const text = page
      .replaceAll(/<(script|style)[\s\S]*?<\/\1>/gi, ' ')
      .replaceAll(/<[^>]*>/g, ' ');
    const said = (title.trim() || text).replaceAll(/\s+/g, ' ').trim().slice(0, QUOTED_CHARACTERS);
    const message = `The server returned an HTML page, not an API response: "${said}". Check the path in --url.`;
    this.#onEvent({ kind: 'foreign', message });
  }
}
