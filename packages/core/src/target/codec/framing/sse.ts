import { createParser, type EventSourceParser, type ParseError } from 'eventsource-parser';
import { MAX_EVENT_BYTES, type FramedEvent, type Framing } from './framing.ts';

/** What the parser may hold beyond an event's data, bytes: the field name and the line that follows. */
const LINE_SLACK_BYTES = 64 * 1024;

/** The byte order mark, one character per byte. */
export const BYTE_ORDER_MARK = '\u00EF\u00BB\u00BF';

/** Event types that report an error; those of the Responses API are judged by their content. */
const ERROR_NAME = /^(?!response\.).*(?:error|exception|failed)/i;

/** Server-sent events: `text/event-stream`, with LF, CRLF or CR. */
export class SseFraming implements Framing {
  readonly isStreamed = true;
  readonly #parser: EventSourceParser;
  readonly #onEvent: (event: FramedEvent) => void;
  /** The first bytes, while they may still form a byte order mark; undefined afterwards. */
  #beginning: string | undefined = '';
  #isTooLarge = false;
  /** The parser has a complete event with a blank line after it, and holds nothing. */
  #isBetweenEvents = false;

  constructor(onEvent: (event: FramedEvent) => void) {
    this.#onEvent = onEvent;
    this.#parser = createParser({
      // Counts only what is incomplete after a read: complete events are counted when they arrive.
      maxBufferSize: MAX_EVENT_BYTES + LINE_SLACK_BYTES,
      onEvent: ({ event = '', data }) => this.#takeEvent(event, data),
      onComment: () => onEvent({ kind: 'comment' }),
      onError: (error) => this.#takeError(error),
    });
  }

  get isBetweenEvents(): boolean {
    return this.#isBetweenEvents && !this.#isTooLarge;
  }

  push(bytes: string): void {
    if (this.#beginning === undefined) {
      this.#feed(bytes);
      return;
    }
    const begun = this.#beginning + bytes;
    if (begun.length < BYTE_ORDER_MARK.length && BYTE_ORDER_MARK.startsWith(begun)) {
      this.#beginning = begun;
      return;
    }
    this.#beginning = undefined;
    this.#feed(begun.startsWith(BYTE_ORDER_MARK) ? begun.slice(BYTE_ORDER_MARK.length) : begun);
  }

  finish(isComplete: boolean): void {
    if (!isComplete) return;
    const begun = this.#beginning ?? '';
    this.#beginning = undefined;
    // Servers may omit the blank line after the last event; HTTP shows that the body is complete.
    this.#feed(`${begun}\n\n`);
  }

  #feed(bytes: string): void {
    // The parser accepts nothing more after an event that is too large.
    if (!this.#isTooLarge) this.#parser.feed(bytes);
    this.#isBetweenEvents = bytes.endsWith('\n\n') || bytes.endsWith('\r\n\r\n');
  }

  #takeEvent(name: string, data: string): void {
    if (data.length > MAX_EVENT_BYTES) this.#endTooLarge();
    else if (this.#isTooLarge) return;
    else if (ERROR_NAME.test(name)) this.#onEvent({ kind: 'error', data });
    else this.#onEvent({ kind: 'data', data, name });
  }

  #endTooLarge(): void {
    if (!this.#isTooLarge) this.#onEvent({ kind: 'too-large', maxBytes: MAX_EVENT_BYTES });
    this.#isTooLarge = true;
  }

  #takeError(error: ParseError): void {
    if (error.type === 'max-buffer-size-exceeded') {
      this.#endTooLarge();
      return;
    }
    // llama.cpp writes `error: {…}` where others write `data: {"error": {…}}`. Other unknown fields are ignored.
    if (error.field === 'error') this.#onEvent({ kind: 'error', data: error.value ?? '' });
  }
}
