import type { DataRecord, DatasetEntry, DatasetFormat, ReadOptions } from '../dataset.ts';
import { answeredTurns, type SpokenTurn } from './fields/answered-turns.ts';
import { isObject, listAt, nameAt, objectAt, textAt, unexpected } from './fields/json-fields.ts';
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
      const id = nameAt(entry['id'], 'id') ?? '';
      const isNext = options.joinsParts !== false && isPartAfter(id, before?.id ?? '');
      const start = isNext ? before?.history : undefined;
      const { turns, history, rule } = answeredTurns(spokenTurnsOf(entry), start ?? [], row);
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

function turnsOf(entry: Readonly<Record<string, unknown>>): unknown {
  return entry['conversations'] ?? entry['conversation'];
}

function spokenTurnsOf(entry: Readonly<Record<string, unknown>>): SpokenTurn[] {
  const turns = turnsOf(entry);
  if (Array.isArray(turns) && turns.length === 0) throw new RowError('no turns', 'filtered');
  return listAt(turns, 'conversations').map((turn, index) =>
    spokenTurn(turn, `conversations[${index}]`),
  );
}

function spokenTurn(value: unknown, at: string): SpokenTurn {
  const turn = objectAt(value, at);
  const from = turn['from'] ?? turn['role'];
  const role = ROLES.get(typeof from === 'string' ? from.toLowerCase() : from);
  if (role === undefined) {
    throw unexpected(`${at}.from`, `one of ${[...ROLES.keys()].join(', ')}`, from);
  }
  return { role, content: textAt(turn['value'] ?? turn['content'], `${at}.value`) };
}
