import { Buffer } from 'node:buffer';
import type { EventReading } from '../decoded-response.ts';
import { recordOf } from '../fields/json-fields.ts';
import { parseJson } from '../fields/parse-json.ts';
import { EventPattern, type PatternPart } from './event-pattern.ts';

/** How an API reads an event, and which of its fields it does not look at. */
export interface PatternReader {
  readonly read: (event: unknown) => EventReading;
  /** Whether no reading of an event with content depends on this field of it. */
  readonly ignores: (field: string) => boolean;
}

/** The data of an event of one line, and its name; empty without one. */
export interface NamedData {
  readonly name: string;
  readonly data: string;
}

/** A place in the data of an event. */
interface Place {
  readonly from: number;
  readonly to: number;
}

type Slot =
  | (Place & { readonly kind: 'text' })
  /** The value of a field of the event itself. */
  | (Place & { readonly kind: 'number'; readonly field: string });

/** Printable ASCII that JSON writes as it is. */
const PLAIN = /^[\u0020\u0021\u0023-\u005B\u005D-\u007E]+$/;
const ASCII_LINE = /^[\u0020-\u007E]+$/;
const DIGITS = /^ ?(\d+)/;

/** Put in place of the text: the same reading with this text shows that the text stands there, and nothing else does. */
const MARK = 'loadcell mark';
/** Put in place of a number. */
const MARKED_NUMBER = 7;

/**
 * Learns the pattern of an event, so that later ones with other text are recognized without being parsed. Each slot is
 * proven: the event is parsed again with other contents in the slots, and has to read the same.
 * @param event the data, parsed
 * @returns undefined where the event has anything besides text, or its text cannot be located
 */
export function learnPattern(
  { name, data }: NamedData,
  event: unknown,
  reading: EventReading,
  reader: PatternReader,
): EventPattern | undefined {
  if (!isOnlyText(reading) || !PLAIN.test(reading.text) || !ASCII_LINE.test(data)) return undefined;
  if (data.includes(MARK) || (name !== '' && !PLAIN.test(name))) return undefined;
  const numbers = numbersIn(data, event, reader);
  const quoted = `"${reading.text}"`;
  for (let at = data.indexOf(quoted); at !== -1; at = data.indexOf(quoted, at + 1)) {
    const text: Slot = { kind: 'text', from: at + 1, to: at + quoted.length - 1 };
    const slots = [text, ...numbers].toSorted((one, other) => one.from - other.from);
    if (isProven(data, slots, reading, reader))
      return toPattern({ name, data }, slots, reading.isAnswer);
  }
  return undefined;
}

/** Whether an event has text and nothing else that a response is decoded to. */
function isOnlyText(reading: EventReading): boolean {
  const { text, answerText, isContent, isAnswer, finishReason, ...more } = reading;
  const isWhole = isAnswer ? answerText === text : answerText === '';
  const isPlain = finishReason === '' && Object.keys(more).length === 0;
  return isContent && text !== '' && isWhole && isPlain;
}

/** Numbers of the event itself that mean nothing, such as the time at which it was made. */
function numbersIn(data: string, event: unknown, { ignores }: PatternReader): Slot[] {
  return Object.entries(recordOf(event) ?? {}).flatMap(([field, value]) => {
    if (!Number.isSafeInteger(value) || !ignores(field)) return [];
    const name = `${JSON.stringify(field)}:`;
    const at = data.indexOf(name);
    const begin = at + name.length;
    const [all = '', digits = ''] = DIGITS.exec(data.slice(begin)) ?? [];
    const isFound = at !== -1 && at === data.lastIndexOf(name) && digits === String(value);
    const to = begin + all.length;
    return isFound ? [{ kind: 'number' as const, field, from: to - digits.length, to }] : [];
  });
}

function isProven(
  data: string,
  slots: readonly Slot[],
  reading: EventReading,
  { read }: PatternReader,
): boolean {
  const event = parseRecord(marked(data, slots));
  if (event === undefined) return false;
  const same = read(event);
  const isSameReading =
    isOnlyText(same) && same.text === MARK && same.isAnswer === reading.isAnswer;
  const areNumbersFound = slots.every(
    (slot) => slot.kind === 'text' || event[slot.field] === MARKED_NUMBER,
  );
  return isSameReading && areNumbersFound;
}

/** The data with other contents in the slots. */
function marked(data: string, slots: readonly Slot[]): string {
  let text = '';
  let at = 0;
  for (const { kind, from, to } of slots) {
    text += data.slice(at, from) + (kind === 'text' ? MARK : String(MARKED_NUMBER));
    at = to;
  }
  return text + data.slice(at);
}

/** Undefined for anything but a JSON object: what looks like the text may be the end of one string and the start of another. */
function parseRecord(text: string): Readonly<Record<string, unknown>> | undefined {
  return recordOf(parseJson(text)?.json);
}

function toPattern(
  { name, data }: NamedData,
  slots: readonly Slot[],
  isAnswer: boolean,
): EventPattern {
  const parts: PatternPart[] = [];
  let at = 0;
  for (const { kind, from, to } of slots) {
    parts.push({ bytes: Buffer.from(data.slice(at, from), 'latin1'), slot: kind });
    at = to;
  }
  parts.push({ bytes: Buffer.from(data.slice(at), 'latin1'), slot: 'end' });
  return new EventPattern(Buffer.from(name, 'latin1'), parts, isAnswer);
}
