import { Buffer } from 'node:buffer';

/** Bytes between two slots, and what may stand after them. */
export interface PatternPart {
  readonly bytes: Buffer;
  /** `text`: the content; `number`: a number that no reading depends on; `end`: nothing. */
  readonly slot: 'text' | 'number' | 'end';
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const ZERO = 0x30;
const NINE = 0x39;
const BACKSLASH = 0x5c;
const LAST_PLAIN = 0x7e;

const DATA_FIELD = Buffer.from('data:');
const EVENT_FIELD = Buffer.from('event:');

/** Bytes from which the engine's own comparison is faster, its call included. */
const LONG = 48;

/** The number of digits that a number may have. */
const MAX_DIGITS = 20;

/**
 * An event of which everything is known except its text and numbers that mean nothing. An event that matches is valid JSON,
 * and differs from the one it was learned from in these only.
 */
export class EventPattern {
  readonly #name: Buffer;
  readonly #parts: readonly PatternPart[];
  /** Whether the text is that of the answer, and not reasoning. */
  readonly isAnswer: boolean;
  /** Of the last match: the range of its text, and where the event ends. */
  textStart = 0;
  textEnd = 0;
  end = 0;

  /** @param name of the event, in a line before its data; empty without one */
  constructor(name: Buffer, parts: readonly PatternPart[], isAnswer: boolean) {
    this.#name = name;
    this.#parts = parts;
    this.isAnswer = isAnswer;
  }

  /** Whether one whole event of this pattern begins there, line ends included. */
  match(bytes: Uint8Array, from: number): boolean {
    this.end = this.#pass(bytes, from);
    return this.end !== -1;
  }

  #pass(bytes: Uint8Array, from: number): number {
    let at = this.#name.length === 0 ? from : passNameLine(bytes, from, this.#name);
    if (at === -1) return -1;
    at = passField(bytes, at, DATA_FIELD);
    if (at === -1) return -1;
    for (const { bytes: fixed, slot } of this.#parts) {
      at = passBytes(bytes, at, fixed);
      if (at === -1) return -1;
      if (slot === 'text') {
        this.textStart = at;
        at = passText(bytes, at);
        this.textEnd = at;
      } else if (slot === 'number') {
        at = passNumber(bytes, at);
      }
      if (at === -1) return -1;
    }
    return passBlankLine(bytes, at);
  }
}

/** Each of these returns where what it looks for ends; -1 where it does not stand there. */
function passBytes(bytes: Uint8Array, from: number, fixed: Buffer): number {
  const { length } = fixed;
  if (from + length > bytes.length) return -1;
  if (length >= LONG) return fixed.compare(bytes, from, from + length) === 0 ? from + length : -1;
  for (let index = 0; index < length; index += 1) {
    if (bytes[from + index] !== fixed[index]) return -1;
  }
  return from + length;
}

/** A field and the space that may follow it. */
function passField(bytes: Uint8Array, from: number, field: Buffer): number {
  const at = passBytes(bytes, from, field);
  return at !== -1 && bytes[at] === SPACE ? at + 1 : at;
}

function passNameLine(bytes: Uint8Array, from: number, name: Buffer): number {
  let at = passField(bytes, from, EVENT_FIELD);
  if (at === -1) return -1;
  at = passBytes(bytes, at, name);
  if (at === -1) return -1;
  if (bytes[at] === CARRIAGE_RETURN) at += 1;
  return bytes[at] === LINE_FEED ? at + 1 : -1;
}

/** At least one character of a JSON string, all of them ASCII and none escaped. */
function passText(bytes: Uint8Array, from: number): number {
  let at = from;
  for (; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) return at === from ? -1 : at;
    if (byte < SPACE || byte > LAST_PLAIN || byte === BACKSLASH) return -1;
  }
  return -1;
}

/** A whole number of JSON: without leading zeros. */
function passNumber(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isDigit(bytes[at])) at += 1;
  const digits = at - from;
  if (digits === 0 || digits > MAX_DIGITS) return -1;
  return digits > 1 && bytes[from] === ZERO ? -1 : at;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}

/** The end of a line and a blank line, both with LF or both with CRLF. */
function passBlankLine(bytes: Uint8Array, from: number): number {
  if (bytes[from] === LINE_FEED) return bytes[from + 1] === LINE_FEED ? from + 2 : -1;
  const isBlankLine =
    bytes[from] === CARRIAGE_RETURN &&
    bytes[from + 1] === LINE_FEED &&
    bytes[from + 2] === CARRIAGE_RETURN &&
    bytes[from + 3] === LINE_FEED;
  return isBlankLine ? from + 4 : -1;
}
