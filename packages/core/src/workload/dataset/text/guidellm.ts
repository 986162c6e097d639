import type { DataRecord, DatasetEntry, DatasetFormat, FileHead, ReadOptions } from '../dataset.ts';
import { aiperfRawPayload } from './aiperf-raw-payload.ts';
import { aiperfSingleTurn } from './aiperf-single-turn.ts';
import { mapColumns, type ColumnKind, type ColumnMap } from './fields/column-map.ts';
import { columnTurns } from './fields/column-turns.ts';
import { isObject, isPresent, objectAt } from './fields/json-fields.ts';
import { gsm8k } from './gsm8k.ts';
import { mmluOriginal } from './mmlu-original.ts';
import { mmlu } from './mmlu.ts';
import { prompts } from './prompts.ts';
import { readRow } from './rows/read-rows.ts';
import { vllmCustom } from './vllm-custom.ts';

/** Formats with columns of the same names: a table that is one of these is no table of any columns. */
const NARROWER = [
  prompts,
  vllmCustom,
  aiperfSingleTurn,
  aiperfRawPayload,
  gsm8k,
  mmlu,
  mmluOriginal,
];

const LABELS: Readonly<Record<ColumnKind, string>> = {
  text: 'prompt',
  prefix: 'system prompt',
  inputTokens: 'input tokens: not used',
  outputTokens: 'output tokens',
  image: 'picture',
  video: 'video',
  audio: 'recording',
  tools: 'tools',
  toolResult: 'result of a tool: not used',
};

/** Tables with columns as guidellm names them; `prompt_0`, `prompt_1` are turns of a conversation. */
export const guidellm: DatasetFormat = {
  name: 'guidellm',
  title: 'columns named as in guidellm',
  recognizes: (head) => hasPrompt(head.record) && !NARROWER.some((one) => one.recognizes(head)),
  read: readTable,
};

function hasPrompt(record: FileHead['record']): boolean {
  if (!isObject(record)) return false;
  const names = mapColumns(Object.keys(record)).turns.map(({ columns }) => columns.get('text'));
  return names.some((name) => name !== undefined && typeof record[name] === 'string');
}

function* readTable(records: Iterable<DataRecord>, options: ReadOptions): Generator<DatasetEntry> {
  const reported = new Set<string>();
  for (const record of records) {
    yield* readRow(record, (row) => {
      const table = objectAt(row.value, 'row');
      const map = mapColumns(Object.keys(table).filter((name) => isPresent(table[name])));
      const turns = columnTurns(table, map, row.line, options);
      const first = describeColumns(map).filter((column) => !reported.has(column));
      for (const column of first) reported.add(column);
      if (first.length > 0) row.warn(`columns: ${first.join(', ')}`);
      return { label: '', history: 'live', turns };
    });
  }
}

/** Which columns are taken for what, and which are not. */
function describeColumns({ turns, unused }: ColumnMap): string[] {
  const taken = turns.flatMap(({ columns }) =>
    [...columns].map(([kind, name]) => `"${name}" (${LABELS[kind]})`),
  );
  return [...taken, ...unused.map((name) => `"${name}" (not used)`)];
}
