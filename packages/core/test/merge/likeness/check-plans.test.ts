import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mergeRuns } from '../../../src/merge/merge-runs.ts';
import { concludeDirectory } from '../../../src/report/results/conclude-directory.ts';
import type { RunEvent } from '../../../src/stream/events/run-event.ts';
import { temporaryFolder } from '../../stream/temporary-folder.ts';
import { buildLoader } from '../machine-run.ts';

const NO_ROWS = { count: 0, first: [] };
const ROWS = { unreadable: NO_ROWS, failed: NO_ROWS, filtered: NO_ROWS, warnings: NO_ROWS };

/** The data set and the tokenizer of a load, as a machine read them from a folder. */
interface ReadFiles {
  readonly dataset: string;
  readonly tokenizer: string;
  readonly folder?: string;
}

const FILES = { dataset: 'a', tokenizer: 'b' };

function eventsOf({ dataset, tokenizer, folder = '/data' }: ReadFiles, atNs: number): RunEvent[] {
  return [
    {
      kind: 'dataset-read',
      atNs,
      phase: 'load',
      stage: '',
      file: `${folder}/chat.jsonl`,
      format: 'sharegpt',
      sha256: dataset.repeat(64),
      bytesRead: 180,
      conversations: 2,
      requests: 3,
      ...ROWS,
      unansweredTurns: 0,
    },
    {
      kind: 'file-read',
      atNs,
      phase: 'load',
      use: 'tokenizer',
      file: `${folder}/tokenizer.json`,
      sha256: tokenizer.repeat(64),
      bytesRead: 90,
    },
  ];
}

/** The verdict of a load that two machines sent, each from its own files. */
async function verdictOf(second: ReadFiles): Promise<{ exitCode: number; text: string }> {
  const folder = temporaryFolder();
  const dirs = [
    { machine: 'a', files: FILES },
    { machine: 'b', files: second },
  ].map(async ({ machine, files }, index) => {
    const slice = { index, count: 2 };
    const extra = (at: (ns: number) => number): RunEvent[] => eventsOf(files, at(96e9));
    return { path: await buildLoader(join(folder, machine), { machine, slice, extra }) };
  });
  const out = join(folder, 'out');
  await mergeRuns(await Promise.all(dirs), out);
  const { verdict } = await concludeDirectory(out);
  const failures = verdict.phases.flatMap((phase) => phase.failures);
  const text = failures.map(({ error }) => error.message).join('\n');
  return { exitCode: verdict.exitCode, text };
}

describe('the files of the slices of a load', () => {
  it.each([
    [
      'data set',
      { ...FILES, dataset: 'c', folder: '/other' },
      'Machine b: dataset chat.jsonl has other content: SHA-256 cccccccccccc, on a aaaaaaaaaaaa',
    ],
    [
      'tokenizer',
      { ...FILES, tokenizer: 'c' },
      'Machine b: tokenizer tokenizer.json has other content: SHA-256 cccccccccccc, on a bbbbbbbbbbbb',
    ],
  ])('make it unreliable where a %s of one name has other content', async (_, files, named) => {
    const { exitCode, text } = await verdictOf(files);
    expect(exitCode).toBe(4);
    expect(text).toContain(named);
  });

  it('are alike by their content, wherever machines keep them', async () => {
    expect(await verdictOf({ ...FILES, folder: '/elsewhere' })).toEqual({ exitCode: 0, text: '' });
  });
});
