import { Buffer, isUtf8 } from 'node:buffer';
import {
  UNREPORTED_SERVER_TIMINGS,
  UNREPORTED_USAGE,
  type DecodedResponse,
  type ResponseFault,
  type ResponseFaultKind,
  type EventReading,
  type ServerTimings,
  type TokenUsage,
} from './decoded-response.ts';
import type { BodyStanding } from './body-standing.ts';
import { ContentStamps } from './content-stamps.ts';
import { ResponseStart } from './response-start.ts';
import { errorMessageOf } from './fields/error-message.ts';
import type { FramedEvent, Framing, FramingFactory } from './framing/framing.ts';
import { isKeepAlive } from './keep-alive.ts';
import { mergeTimings } from './fields/read-timings.ts';
import { mergeUsage } from './fields/token-usage.ts';

/** Reads one event of an API; unknown events are not content. */
export type EventReader = (event: unknown) => EventReading;

const END_MARK = '[DONE]';
const MAX_FAULTS = 8;
/** Far more than a message quotes, because secrets are removed before the text is cut. */
const EXAMPLE_CHARACTERS = 4096;
/** Maximum bytes of a body without events that a message quotes. */
const BEGINNING_BYTES = 200;
const NON_ASCII = /[\u0080-\u00FF]/;

/** Turns the timestamped bytes of one body into a {@link DecodedResponse}. Pure: no clock, no outer state. */
export class ResponseDecoder {
  readonly #framing: Framing;
  readonly #read: EventReader;
  readonly #stamps = new ContentStamps();
  readonly #answerStart = new ResponseStart();
  #texts: string[] = [];
  #tokens: number[] = [];
  #eventCount = 0;
  #commentCount = 0;
  #finishReason = '';
  #hasEndMark = false;
  #hasError = false;
  #lastEventNs = Number.NaN;
  #isTruncated = false;
  #usage: TokenUsage = UNREPORTED_USAGE;
  #timings: ServerTimings = UNREPORTED_SERVER_TIMINGS;
  #faults: ResponseFault[] = [];
  #faultCount = 0;
  /** The first bytes of the body. */
  #beginning = '';
  /** Whether the body had any JSON or an end mark. */
  #hasReadable = false;

  constructor(makeFraming: FramingFactory, read: EventReader) {
    this.#framing = makeFraming((event) => this.#take(event));
    this.#read = read;
  }

  /** Content events so far. */
  get contentCount(): number {
    return this.#stamps.count;
  }

  /** State of the response by its content; a response that is not streamed is over when HTTP says so. */
  get standing(): BodyStanding {
    if (this.#hasEndMark) return 'over';
    if (!this.#framing.isStreamed) return 'open';
    if (this.#hasError) return 'finishing';
    if (this.#finishReason === '') return 'open';
    return Number.isNaN(this.#usage.outputTokens) ? 'awaiting-usage' : 'finishing';
  }

  /** Timestamp of the read that completed the last event; `NaN` before the first. */
  get lastEventNs(): number {
    return this.#lastEventNs;
  }

  /**
   * Decodes one read.
   * @param bytes of the body, without HTTP framing
   * @param atNs when the last of them arrived, CLOCK_MONOTONIC nanoseconds
   * @param afterNs all of them arrived after this time
   * @param doubtNs the first arrived at most this long before the last, as far as the client is the cause
   */
  push(bytes: Uint8Array, atNs: number, afterNs: number = atNs, doubtNs: number = 0): void {
    this.#stamps.beginRead(atNs, afterNs, doubtNs);
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (this.#beginning.length < BEGINNING_BYTES) {
      this.#beginning += view.toString('latin1', 0, BEGINNING_BYTES - this.#beginning.length);
    }
    this.#framing.push(view.toString('latin1'));
    this.#stamps.endRead();
  }

  /** The body cannot be decoded. @param message the whole failure in words */
  refuse(kind: 'content-encoding', message: string): void {
    this.#note(kind, message);
  }

  /** @param isComplete whether the body ended as HTTP requires, so that nothing is missing */
  finish(isComplete: boolean): DecodedResponse {
    this.#framing.finish(isComplete);
    this.#noteNothingReadable();
    const isStreamed = this.#framing.isStreamed;
    const hasMark = this.#hasEndMark || (!isStreamed && isComplete);
    return {
      ...this.#stamps.times(),
      firstAnswerNs: this.#answerStart.atNs,
      text: this.#texts.join(''),
      tokens: this.#tokens,
      eventCount: this.#eventCount,
      commentCount: this.#commentCount,
      finishReason: this.#finishReason,
      usage: this.#usage,
      timings: this.#timings,
      isTruncated: this.#isTruncated,
      isStreamed,
      ending: hasMark ? 'mark' : this.#finishReason === '' ? 'none' : 'finish-reason',
      faults: this.#faults,
      faultCount: this.#faultCount,
    };
  }

  #take(event: FramedEvent): void {
    // Nothing after the end mark belongs to the response.
    if (this.#hasEndMark) return;
    this.#stamps.takeEvent();
    if (event.kind !== 'comment') this.#lastEventNs = this.#stamps.atNs;
    switch (event.kind) {
      case 'comment':
        this.#commentCount += 1;
        return;
      case 'too-large':
        this.#note('event-too-large', `more than ${event.maxBytes} bytes without an end`);
        return;
      case 'error':
        this.#eventCount += 1;
        this.#note('error-event', this.#readError(event.data));
        return;
      case 'foreign':
        this.#note('not-an-api', event.message);
        return;
      case 'data':
        this.#eventCount += 1;
        this.#takeData(event.data, event.name ?? '');
    }
  }

  #takeData(data: string, name: string): void {
    const trimmed = data.trim();
    if (trimmed === '') return;
    if (trimmed === END_MARK) {
      this.#hasReadable = true;
      this.#hasEndMark = true;
      return;
    }
    const text = this.#decodeText(trimmed);
    const value = parseJson(text);
    if (value !== undefined) {
      this.#hasReadable = true;
      this.#keep(this.#read(value.json));
    } else if (!isKeepAlive(name, text)) {
      this.#note('invalid-json', text);
    }
  }

  /** Quotes a body without any readable event: its text explains more than "something is missing". */
  #noteNothingReadable(): void {
    if (this.#hasReadable || this.#faultCount > 0 || this.#beginning.trim() === '') return;
    const said = Buffer.from(this.#beginning, 'latin1').toString('utf8');
    const quoted = said.replaceAll(/\s+/g, ' ').trim();
    const message = `The response contains no readable event; it begins with "${quoted}".`;
    this.#note('not-an-api', message);
  }

  #keep(reading: EventReading): void {
    if (reading.error !== undefined) this.#note('error-event', reading.error);
    if (reading.isContent) this.#stamps.takeContent();
    if (reading.answerText !== '') this.#answerStart.take(reading.answerText, this.#stamps.atNs);
    else if (reading.isAnswer) this.#answerStart.begin(this.#stamps.atNs);
    if (reading.text !== '') this.#texts.push(reading.text);
    if (reading.tokens !== undefined) for (const id of reading.tokens) this.#tokens.push(id);
    if (reading.finishReason !== '') this.#finishReason = reading.finishReason;
    if (reading.usage !== undefined) {
      this.#usage = mergeUsage(this.#usage, reading.usage, this.contentCount > 0);
    }
    if (reading.timings !== undefined) this.#timings = mergeTimings(this.#timings, reading.timings);
    if (reading.isTruncated === true) this.#isTruncated = true;
    if (reading.isEnd === true) this.#hasEndMark = true;
  }

  /** Text of an event; every character is whole, since events end at a line end. */
  #decodeText(data: string): string {
    if (!NON_ASCII.test(data)) return data;
    const bytes = Buffer.from(data, 'latin1');
    const text = bytes.toString('utf8');
    if (!isUtf8(bytes)) this.#note('invalid-utf8', text);
    return text;
  }

  #readError(data: string): string {
    const text = this.#decodeText(data);
    const value = parseJson(text);
    if (value === undefined) return text;
    return errorMessageOf(value.json);
  }

  #note(kind: ResponseFaultKind, example: string): void {
    this.#faultCount += 1;
    if (kind === 'error-event') this.#hasError = true;
    if (this.#faults.length >= MAX_FAULTS) return;
    this.#faults.push({ kind, example: example.slice(0, EXAMPLE_CHARACTERS) });
  }
}

/** Wrapped, since `null` is a JSON value too; undefined if the text is not JSON. */
function parseJson(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
