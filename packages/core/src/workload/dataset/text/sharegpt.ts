import type { ContentPart } from '../../../spec/content/chat-message.ts';
import type { JsonObject } from '../../../spec/content/json-value.ts';
import type { DataRecord, DatasetEntry, DatasetFormat, ReadOptions } from '../dataset.ts';
import { answeredTurns, type SpokenTurn } from './fields/chat/answered-turns.ts';
import { isObject, isPresent, listAt, objectAt, textAt, unexpected } from './fields/json-fields.ts';
import { joinContents } from './fields/join-contents.ts';
import { mediaAt } from './media/media-at.ts';
import { nameOf } from './rows/name-of.ts';
import { readRow } from './rows/read-rows.ts';
import { RowError } from './rows/row-error.ts';

/** Who speaks, by the names in released files. */
const ROLES: ReadonlyMap<unknown, SpokenTurn['role']> = new Map([
  ['human', 'user'],
  ['user', 'user'],
  ['gpt', 'assistant'],
  ['chatgpt', 'assistant'],
  ['bing', 'assistant'],
  ['bard', 'assistant'],
  ['assistant', 'assistant'],
  ['system', 'system'],
]);

/** Keys of an entry or a turn with files. */
const MEDIA = ['image', 'video'] as const;

/** An id such as `a_1`: part 1 of conversation `a`. */
const PART_ID = /^(.+)_(\d+)$/s;

/** An entry that another may continue. */
interface Part {
  readonly id: string;
  readonly history: readonly SpokenTurn[];
}

/** Conversations of ShareGPT: a request for each user turn that has a recorded answer. */
export const shareGpt: DatasetFormat = {
  name: 'sharegpt',
  title: 'ShareGPT conversations',
  recognizes: ({ record }) => isObject(record) && Array.isArray(turnsOf(record)),
  read: readShareGpt,
};

function* readShareGpt(
  records: Iterable<DataRecord>,
  options: ReadOptions,
): Generator<DatasetEntry> {
  let before: Part | undefined;
  for (const record of records) {
    let part: Part | undefined;
    yield* readRow(record, (row) => {
      const entry = objectAt(row.value, 'entry');
      const id = nameOf(row, entry, 'id') ?? '';
      const isNext = options.joinsParts !== false && isPartAfter(id, before?.id ?? '');
      const start = isNext ? before?.history : undefined;
      const { turns, history, rule } = answeredTurns(
        spokenTurnsOf(entry, options),
        start ?? [],
        row,
      );
      if (history !== undefined) part = { id, history };
      if (turns.length === 0) throw new RowError(rule ?? 'no prompt', 'filtered');
      if (rule !== undefined) row.warn(`the end of the conversation is left out: ${rule}`);
      return { label: id, history: 'recorded', turns };
    });
    before = part;
  }
}

function isPartAfter(id: string, before: string): boolean {
  const [, name, number] = PART_ID.exec(id) ?? [];
  return name !== undefined && before === `${name}_${Number(number) - 1}`;
}

function turnsOf(entry: JsonObject): unknown {
  return entry['conversations'] ?? entry['conversation'];
}

function spokenTurnsOf(entry: JsonObject, options: ReadOptions): SpokenTurn[] {
  const turns = turnsOf(entry);
  if (Array.isArray(turns) && turns.length === 0) throw new RowError('no turns', 'filtered');
  const spoken = listAt(turns, 'conversations').map((turn, index) =>
    spokenTurn(turn, `conversations[${index}]`, options),
  );
  return withMedia(spoken, mediaOf(entry, '', options));
}

function spokenTurn(value: unknown, at: string, options: ReadOptions): SpokenTurn {
  const turn = objectAt(value, at);
  const from = turn['from'] ?? turn['role'];
  const role = ROLES.get(typeof from === 'string' ? from.toLowerCase() : from);
  if (role === undefined) {
    throw unexpected(`${at}.from`, `one of ${[...ROLES.keys()].join(', ')}`, from);
  }
  const text = textAt(turn['value'] ?? turn['content'], `${at}.value`);
  const media = mediaOf(turn, `${at}.`, options);
  return { role, content: media.length === 0 ? text : joinContents(text, media) };
}

/** Pictures and videos of an entry or a turn, which are sent after its text. */
function mediaOf(record: JsonObject, at: string, options: ReadOptions): ContentPart[] {
  return MEDIA.flatMap((kind) => {
    const value = record[kind];
    if (!isPresent(value)) return [];
    const files: readonly unknown[] = Array.isArray(value) ? value : [value];
    return files.map((file) => mediaAt(file, `${at}${kind}`, kind, options));
  });
}

/** Media of an entry belong to its first turn of the user. */
function withMedia(spoken: readonly SpokenTurn[], media: readonly ContentPart[]): SpokenTurn[] {
  const first = spoken.find(({ role }) => role === 'user');
  if (media.length === 0) return [...spoken];
  if (first === undefined) throw new RowError('a picture without a turn of the user');
  return spoken.map((turn) =>
    turn === first ? { ...turn, content: joinContents(turn.content, media) } : turn,
  );
}
