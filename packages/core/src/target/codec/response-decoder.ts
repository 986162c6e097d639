import type { DecodedResponse, EventReading, ResponseFaultKind } from './decoded-response.ts';
import type { EventReader, StreamRules } from './event-reader.ts';
import { ServerReport } from './answer/server-report.ts';
import type { BodyStanding } from './body-standing.ts';
import { ContentStamps } from './content-stamps.ts';
import { KnownEvents } from './pattern/known-events.ts';
import { ResponseFaults } from './response-faults.ts';
import { AnswerText } from './answer/answer-text.ts';
import { ResponseStart } from './answer/response-start.ts';
import { ToolCalls } from './answer/tool-calls.ts';
import { BodyBeginning } from './body-beginning.ts';
import { errorMessageOf } from './fields/error-message.ts';
import type { FramedEvent, Framing, FramingFactory } from './framing/framing.ts';
import { decodeLatin1, latin1Of } from './fields/latin1.ts';
import { parseJson } from './fields/parse-json.ts';
import { isKeepAlive } from './keep-alive.ts';

const LINE_FEED = 0x0a;
const LETTER_E = 0x65;
const END_MARK = '[DONE]';

/** Turns the timestamped bytes of one body into a {@link DecodedResponse}. Pure: no clock, no outer state. */
export class ResponseDecoder {
  readonly #framing: Framing;
  readonly #read: EventReader;
  readonly #stamps = new ContentStamps();
  readonly #answerStart = new ResponseStart();
  readonly #text = new AnswerText();
  readonly #toolCalls = new ToolCalls();
  /** Absent for an API whose events are always parsed. */
  readonly #known: KnownEvents | undefined;
  readonly #lastEvent: string | undefined;
  readonly #endsWithBody: boolean;
  readonly #report = new ServerReport();
  #eventCount = 0;
  #commentCount = 0;
  #hasEndMark = false;
  #lastEventNs = Number.NaN;
  readonly #faults = new ResponseFaults();
  readonly #beginning = new BodyBeginning();
  /** Whether the body had any JSON or an end mark. */
  #hasReadable = false;

  constructor(
    makeFraming: FramingFactory,
    read: EventReader,
    { ignores, lastEvent, endsWithBody }: StreamRules = {},
  ) {
    this.#endsWithBody = endsWithBody === true;
    this.#lastEvent = lastEvent;
    this.#framing = makeFraming((event) => this.#take(event));
    this.#read = read;
    this.#known = ignores === undefined ? undefined : new KnownEvents({ read, ignores });
  }

  /** State of the response by its content; a response that is not streamed is over when HTTP says so. */
  get standing(): BodyStanding {
    if (this.#hasEndMark) return 'over';
    if (!this.#framing.isStreamed) return 'open';
    if (this.#faults.hasError) return 'finishing';
    if (this.#report.finishReason === '') return 'open';
    return Number.isNaN(this.#report.usage.outputTokens) ? 'awaiting-usage' : 'finishing';
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
    for (let at = 0; at < bytes.byteLength;) {
      at = this.#takeKnown(bytes, at);
      const end = this.#endOfUnknown(bytes, at);
      if (at < end) this.#parse(bytes, at, end);
      at = end;
    }
    this.#stamps.endRead();
  }

  /** Takes the events that need no parsing. @returns where they end */
  #takeKnown(bytes: Uint8Array, from: number): number {
    let at = from;
    if (this.#known === undefined || this.#hasEndMark || !this.#framing.isBetweenEvents) return at;
    for (;;) {
      const event = this.#known.match(bytes, at);
      if (event === undefined) return at;
      const { textStart, textEnd, isAnswer, end } = event;
      at = end;
      this.#beginEvent();
      this.#stamps.takeContent();
      this.#text.pushAscii(bytes, textStart, textEnd, isAnswer);
      if (isAnswer && !this.#answerStart.isAnswering) {
        this.#answerStart.take(latin1Of(bytes, textStart, textEnd), this.#stamps.atNs);
      }
    }
  }

  /** Where the events that have to be parsed end: after one, if those after it may be known. */
  #endOfUnknown(bytes: Uint8Array, from: number): number {
    const { byteLength } = bytes;
    if (this.#known?.isHopeful !== true || this.#hasEndMark) return byteLength;
    let end = bytes.indexOf(LINE_FEED, from);
    // The line before the data has the name of the event.
    if (bytes[from] === LETTER_E && end !== -1) end = bytes.indexOf(LINE_FEED, end + 1);
    const isWhole = end !== -1 && bytes[end + 1] === LINE_FEED;
    return isWhole ? end + 2 : byteLength;
  }

  #parse(bytes: Uint8Array, from: number, to: number): void {
    const text = latin1Of(bytes, from, to);
    this.#beginning.take(text);
    this.#framing.push(text);
  }

  /** An event other than a comment. */
  #beginEvent(): void {
    this.#stamps.takeEvent();
    this.#lastEventNs = this.#stamps.atNs;
    this.#eventCount += 1;
  }

  /** The body cannot be decoded. @param message the whole failure in words */
  refuse(kind: ResponseFaultKind, message: string): void {
    this.#faults.note(kind, message);
  }

  /** @param isComplete whether the body ended as HTTP requires, so that nothing is missing */
  finish(isComplete: boolean): DecodedResponse {
    this.#framing.finish(isComplete);
    this.#noteNothingReadable();
    // The end of the body may complete an event.
    const { finishReason, usage, timings, isTruncated, itemCount, tokens } = this.#report;
    const isStreamed = this.#framing.isStreamed;
    const hasMark = this.#hasEndMark || (isComplete && (!isStreamed || this.#endsWithBody));
    return {
      // A literal that begins with a spread would have a hidden class of its own each time.
      firstAnswerNs: this.#answerStart.atNs,
      ...this.#stamps.times(),
      ...this.#text.read(),
      toolCalls: this.#toolCalls.read(),
      tokens,
      eventCount: this.#eventCount,
      commentCount: this.#commentCount,
      finishReason,
      usage,
      timings,
      isTruncated,
      ...(itemCount === undefined ? {} : { itemCount }),
      isStreamed,
      ending: hasMark ? 'mark' : this.#endsByReason ? 'finish-reason' : 'none',
      endMark: this.#lastEvent ?? END_MARK,
      faults: this.#faults.first,
      faultCount: this.#faults.count,
    };
  }

  /** Whether a finish reason without a mark ends the response. */
  get #endsByReason(): boolean {
    return (
      this.#report.finishReason !== '' &&
      (this.#lastEvent === undefined || !this.#framing.isStreamed)
    );
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
        this.#faults.note('event-too-large', `more than ${event.maxBytes} bytes without an end`);
        return;
      case 'error':
        this.#eventCount += 1;
        return this.#faults.note('error-event', this.#readError(event.data));
      case 'foreign':
        return this.#faults.note('not-an-api', event.message);
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
      // A gateway may add it where the API has another last event, which is then missing.
      if (this.#lastEvent === undefined) this.#hasEndMark = true;
      return;
    }
    const text = this.#decodeText(trimmed);
    const value = parseJson(text);
    if (value !== undefined) {
      this.#hasReadable = true;
      const reading = this.#read(value.json);
      this.#keep(reading);
      this.#known?.learn({ name, data: trimmed }, value.json, reading);
    } else if (!isKeepAlive(name, text)) {
      this.#faults.note('invalid-json', text);
    }
  }

  /** Quotes a body without any readable event: its text explains more than "something is missing". */
  #noteNothingReadable(): void {
    if (this.#hasReadable || this.#faults.count > 0) return;
    const { quoted } = this.#beginning;
    if (quoted === '') return;
    const message = `The response contains no readable event; it begins with "${quoted}".`;
    this.#faults.note('not-an-api', message);
  }

  #keep(reading: EventReading): void {
    if (reading.error !== undefined) this.#faults.note('error-event', reading.error);
    if (reading.isContent) this.#stamps.takeContent();
    if (reading.answerText !== '') this.#answerStart.take(reading.answerText, this.#stamps.atNs);
    else if (reading.isAnswer) this.#answerStart.begin(this.#stamps.atNs);
    if (reading.text !== '') this.#text.push(reading.text, reading.answerText);
    if (reading.toolCalls !== undefined) this.#toolCalls.take(reading.toolCalls);
    this.#report.take(reading, this.#stamps.count > 0);
    if (reading.fault !== undefined) this.#faults.note(reading.fault.kind, reading.fault.example);
    if (reading.isEnd === true) this.#hasEndMark = true;
  }

  /** Text of an event; every character is whole, since events end at a line end. */
  #decodeText(data: string): string {
    const { text, isValid } = decodeLatin1(data);
    if (!isValid) this.#faults.note('invalid-utf8', text);
    return text;
  }

  #readError(data: string): string {
    const text = this.#decodeText(data);
    const value = parseJson(text);
    return value === undefined ? text : errorMessageOf(value.json);
  }
}
