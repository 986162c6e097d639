import type { ChatMessage, ContentPart } from '../../../../../spec/content/chat-message.ts';
import type { JsonObject } from '../../../../../spec/content/json-value.ts';
import type { OutputLength, ReadOptions } from '../../../dataset.ts';
import { mediaAt } from '../../media/media-at.ts';
import { RowError } from '../../rows/row-error.ts';
import {
  isObject,
  isPresent,
  listAt,
  numberAt,
  objectAt,
  unexpected,
  wordsAt,
} from '../json-fields.ts';
import { outputLengthAt } from '../output-length.ts';

/** A turn of AIPerf. */
export interface AiperfTurn {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: ChatMessage['content'];
  /** Arrival, by the clock of the file. */
  readonly timeMs?: number;
  readonly delayMs?: number;
  readonly output?: OutputLength;
  readonly fields?: JsonObject;
}

/** Kinds of content, each a single value or a list under the plural; in the order in which they are sent. */
const KINDS = ['text', 'image', 'audio', 'video'] as const;

/** Fields with content. */
const CONTENT_FIELDS: readonly string[] = KINDS.flatMap((kind) => [kind, `${kind}s`]);

const FIELDS: readonly string[] = [
  ...CONTENT_FIELDS,
  'type',
  'session_id',
  'role',
  'timestamp',
  'delay',
  'output_length',
  'extra',
];

const ROLES = ['system', 'user', 'assistant'] as const;

/** Whether an object has content, as a turn does. */
export function hasAiperfContent(record: JsonObject): boolean {
  return CONTENT_FIELDS.some((name) => name in record);
}

/** Fields that no turn has, and whose meaning is lost. */
export function unknownFieldsOf(turn: JsonObject): string[] {
  return Object.keys(turn).filter((name) => !FIELDS.includes(name));
}

/**
 * Reads a turn.
 * @param at path of the turn in its row, with a final point; empty for the row itself
 * @throws {RowError} when it cannot be sent
 */
export function aiperfTurnAt(turn: JsonObject, at: string, options: ReadOptions): AiperfTurn {
  const { timestamp, delay, extra } = turn;
  const timeMs = isPresent(timestamp) ? numberAt(timestamp, `${at}timestamp`) : undefined;
  const delayMs = isPresent(delay) ? numberAt(delay, `${at}delay`) : undefined;
  // AIPerf lets a timestamp of 0 pass with a delay.
  if ((timeMs ?? 0) > 0 && delayMs !== undefined) {
    throw new RowError(`${at}timestamp cannot be combined with ${at}delay`);
  }
  const output = outputLengthAt(turn['output_length'], `${at}output_length`);
  return {
    role: roleAt(turn['role'], at),
    content: contentOf(turn, at, options),
    ...(timeMs === undefined ? {} : { timeMs }),
    ...(delayMs === undefined ? {} : { delayMs }),
    ...(output === undefined ? {} : { output }),
    ...(isPresent(extra) ? { fields: objectAt(extra, `${at}extra`) } : {}),
  };
}

function roleAt(value: unknown, at: string): AiperfTurn['role'] {
  if (!isPresent(value)) return 'user';
  const role = ROLES.find((one) => one === value);
  if (role !== undefined) return role;
  throw unexpected(`${at}role`, ROLES.join(', '), value);
}

function contentOf(turn: JsonObject, at: string, options: ReadOptions): ChatMessage['content'] {
  const parts = KINDS.flatMap((kind): ContentPart[] =>
    valuesOf(turn, kind, at).map(({ value, place }) =>
      kind === 'text'
        ? { type: 'text', text: wordsAt(value, place) }
        : mediaAt(value, place, kind, options),
    ),
  );
  const [first, ...others] = parts;
  if (first === undefined) {
    throw new RowError(`${at}text: expected a text, an image, an audio or a video, found none`);
  }
  return first.type === 'text' && others.length === 0 ? first.text : parts;
}

interface Value {
  readonly value: unknown;
  readonly place: string;
}

/** Values of one kind: a single one, or a list, whose named entries hold lists. */
function valuesOf(turn: JsonObject, kind: string, at: string): Value[] {
  const single = turn[kind];
  const name = `${at}${kind}s`;
  const list = turn[`${kind}s`];
  if (isPresent(single) && isPresent(list)) {
    throw new RowError(`${at}${kind} cannot be combined with ${name}`);
  }
  if (isPresent(single)) return [{ value: single, place: `${at}${kind}` }];
  if (!isPresent(list)) return [];
  return listAt(list, name).flatMap((value, index): Value[] => {
    const place = `${name}[${index}]`;
    if (!isObject(value)) return [{ value, place }];
    return listAt(value['contents'], `${place}.contents`).map((content, number) => ({
      value: content,
      place: `${place}.contents[${number}]`,
    }));
  });
}
