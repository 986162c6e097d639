import type { FramedEvent, Framing, FramingFactory } from './framing.ts';
import { HtmlFraming } from './html.ts';
import { JsonFraming } from './json.ts';
import { NdjsonFraming } from './ndjson.ts';
import { BYTE_ORDER_MARK, SseFraming } from './sse.ts';
import { WholeBodyFraming } from './whole-body.ts';

/** How the events of a response are separated, according to its media type. */
export type FramingKind = 'sse' | 'ndjson' | 'whole-body' | 'html';

const FRAMINGS: Readonly<Record<FramingKind | 'json', FramingFactory>> = Object.freeze({
  sse: (onEvent) => new SseFraming(onEvent),
  ndjson: (onEvent) => new NdjsonFraming(onEvent),
  'whole-body': (onEvent) => new WholeBodyFraming(onEvent),
  html: (onEvent) => new HtmlFraming(onEvent),
  json: (onEvent) => new JsonFraming(onEvent),
});

/** How an event stream begins: with a field or a comment. */
const SSE_BEGINNING = /^(?:data|event|id|retry)?:/;
/** The longest of these. */
const SSE_BEGINNING_LENGTH = 'event:'.length;

/** Detects the format of a body from its first bytes and reads it accordingly. */
export class SniffedFraming implements Framing {
  readonly #declared: FramingKind;
  readonly #onEvent: (event: FramedEvent) => void;
  #begun = '';
  #framing: Framing | undefined;

  constructor(declared: FramingKind, onEvent: (event: FramedEvent) => void) {
    this.#declared = declared;
    this.#onEvent = onEvent;
  }

  get isStreamed(): boolean {
    return this.#framing?.isStreamed ?? FRAMINGS[this.#declared](this.#onEvent).isStreamed;
  }

  get isBetweenEvents(): boolean {
    return this.#framing?.isBetweenEvents ?? false;
  }

  push(bytes: string): void {
    if (this.#framing !== undefined) {
      this.#framing.push(bytes);
      return;
    }
    this.#begun += bytes;
    const kind = this.#recognize(this.#begun, false);
    if (kind !== undefined) this.#start(kind);
  }

  finish(isComplete: boolean): void {
    if (this.#framing === undefined) {
      this.#start(this.#recognize(this.#begun, true) ?? this.#declared);
    }
    this.#framing?.finish(isComplete);
  }

  #start(kind: FramingKind | 'json'): void {
    this.#framing = FRAMINGS[kind](this.#onEvent);
    const begun = this.#begun;
    this.#begun = '';
    if (begun !== '') this.#framing.push(begun);
  }

  /** Undefined while more bytes could change the result. */
  #recognize(begun: string, isAll: boolean): FramingKind | 'json' | undefined {
    if (!isAll && begun.length < BYTE_ORDER_MARK.length && BYTE_ORDER_MARK.startsWith(begun)) {
      return undefined;
    }
    const text = begun.replace(BYTE_ORDER_MARK, '').trimStart();
    if (text === '') return undefined;
    if (text.startsWith('<')) return 'html';
    if (SSE_BEGINNING.test(text)) return 'sse';
    const isJson = text.startsWith('{') || text.startsWith('[');
    // This framing reads a line of JSON anyway.
    if (isJson) return this.#declared === 'ndjson' ? 'ndjson' : 'json';
    const isShort = text.length < SSE_BEGINNING_LENGTH && !/[\r\n]/.test(text);
    if (isShort && !isAll) return undefined;
    return this.#declared;
  }
}
