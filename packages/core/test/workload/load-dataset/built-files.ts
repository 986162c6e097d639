import type {
  Conversation,
  DatasetEntry,
  DatasetFormat,
  Turn,
} from '../../../src/workload/dataset/dataset.ts';
import { digestOf } from '../../../src/workload/file-digest.ts';
import type { OpenDataset } from '../../../src/workload/dataset/open-dataset.ts';
import {
  loadDataset,
  type DatasetUse,
  type LoadDataset,
} from '../../../src/workload/load-dataset/load-dataset.ts';
import { readTrace, type LoadTrace } from '../../../src/workload/load-dataset/load-trace.ts';

const FORMAT: DatasetFormat = {
  name: 'built',
  title: 'a built data set',
  recognizes: () => true,
  read: () => [],
};

/** A data set of entries, without a file. */
export function openEntries(entries: readonly DatasetEntry[], bytes = 0): OpenDataset {
  return {
    path: 'built',
    format: FORMAT,
    bytes,
    entries: () => entries,
    digest: () => digestOf([Buffer.from(JSON.stringify(entries))]),
    close: () => {},
  };
}

/** A turn of the user. */
export function userTurn(text: string, more: Partial<Turn> = {}): Turn {
  const content = { messages: [{ role: 'user', content: text }] } as const;
  return { line: 1, input: { kind: 'content', content }, ...more };
}

/** A conversation of turns. */
export function talk(turns: readonly Turn[], more: Partial<Conversation> = {}): Conversation {
  return { label: '', history: 'recorded', turns, ...more };
}

/** A request by itself, with text. */
export function single(text: string, more: Partial<Turn> = {}): Conversation {
  return talk([userTurn(text, more)], { history: 'none' });
}

/** A request by itself whose system message and question become one text, with a cap of output tokens. */
export function briefWhy(outputTokens: number): Conversation {
  const content = {
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Why?' },
    ],
  } as const;
  const output = { tokens: outputTokens, kind: 'cap' } as const;
  return talk([{ line: 1, input: { kind: 'content', content }, output }], { history: 'none' });
}

/** A request by itself, of given lengths. */
export function ofLengths(
  inputTokens: number,
  outputTokens: number,
  more: Partial<Turn> = {},
): Conversation {
  const turn: Turn = {
    line: 1,
    input: { kind: 'lengths', inputTokens },
    output: { tokens: outputTokens, kind: 'demand' },
    ...more,
  };
  return talk([turn], { history: 'none' });
}

function openAll(conversations: readonly Conversation[]): OpenDataset {
  return openEntries(conversations.map((conversation) => ({ conversation })));
}

/** The data set of a load. */
export function builtDataset(
  conversations: readonly Conversation[],
  use: Partial<DatasetUse> = {},
): LoadDataset {
  const all = { order: 'file', isReused: false, seed: 1, ...use } as const;
  return loadDataset(openAll(conversations), all);
}

/** A trace of requests of given lengths. */
export function builtTrace(
  rows: readonly { atMs: number; inputTokens: number; outputTokens: number }[],
  most = Infinity,
): LoadTrace {
  const conversations = rows.map(({ atMs, inputTokens, outputTokens }, index) =>
    ofLengths(inputTokens, outputTokens, { atNs: atMs * 1e6, line: index + 1 }),
  );
  return readTrace(openAll(conversations), { most });
}
