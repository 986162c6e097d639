import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { runBench } from './run-bench.ts';

/** Of the suite whose results these tests make up: it loads nothing that has to be built. */
const SUITE = 'launch';
const SECTION = 'starts';

/** A figure of a made-up result: its repeats, or null where it was not measured. */
export interface MadeFigure {
  readonly name: string;
  readonly unit?: string;
  readonly better?: 'lower' | 'higher';
  readonly target?: { readonly comparison: 'at most' | 'at least'; readonly value: number };
  readonly holds?: boolean | null;
  readonly repeats: readonly number[] | null;
}

const MACHINE = {
  cpuModel: 'Example CPU',
  cpuCount: 2,
  memoryBytes: 16 * 2 ** 30,
  kernel: 'Linux 6.1.0',
  distribution: 'Debian GNU/Linux 12',
  architecture: 'x64',
  pageBytes: 4096,
  node: '20.20.2',
  v8: '11.3',
  transparentHugePages: 'madvise',
  loadAverage: [0.1, 0.1, 0.1],
};

export interface MadeResult {
  readonly startedAt?: string;
  readonly commit?: { readonly hash: string; readonly isDirty: boolean } | null;
  readonly mode?: 'quick' | 'default';
  readonly machine?: Partial<typeof MACHINE>;
  readonly sections?: readonly string[];
  readonly figures?: readonly MadeFigure[];
}

/** The same spread as that of the bench: quartiles interpolated between neighbors. */
function spreadOf(repeats: readonly number[]) {
  const sorted = repeats.toSorted((one, other) => one - other);
  const at = (share: number): number => {
    const position = (sorted.length - 1) * share;
    const low = sorted[Math.floor(position)] ?? Number.NaN;
    const high = sorted[Math.ceil(position)] ?? Number.NaN;
    return low + (high - low) * (position % 1);
  };
  return {
    count: sorted.length,
    min: at(0),
    p25: at(0.25),
    p75: at(0.75),
    max: at(1),
    p50: at(0.5),
  };
}

function figureOf({ repeats, unit = 'ms', ...figure }: MadeFigure) {
  if (repeats === null) return { ...figure, unit, value: null, reason: 'no tool for it' };
  const { p50, ...spread } = spreadOf(repeats);
  return { ...figure, unit, value: p50, ...(repeats.length > 1 ? { spread } : {}) };
}

/** Writes a result as a suite saves it. @returns its file */
export function writeResult(root: string, name: string, made: MadeResult = {}): string {
  const folder = path.join(root, SUITE);
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}.json`);
  const sections = made.sections ?? [SECTION];
  writeFileSync(
    file,
    JSON.stringify({
      format: 1,
      suite: SUITE,
      startedAt: made.startedAt ?? '2026-11-29T12:00:00.000Z',
      durationMs: 1000,
      commit: made.commit === undefined ? { hash: 'a'.repeat(40), isDirty: false } : made.commit,
      options: { mode: made.mode ?? 'default', sections, settings: [] },
      machine: { ...MACHINE, ...made.machine },
      loadAverageAtEnd: [0.1, 0.1, 0.1],
      sections: sections.map((section) => ({
        name: section,
        durationMs: 1000,
        figures: (made.figures ?? []).map((figure) => figureOf(figure)),
      })),
    }),
  );
  return file;
}

const ComparisonSchema = z.looseObject({
  isSameMachine: z.boolean(),
  isBusy: z.boolean(),
  base: z.looseObject({ file: z.string(), commit: z.looseObject({}).nullable() }),
  now: z.looseObject({ file: z.string().nullable(), commit: z.looseObject({}).nullable() }),
  differences: z.array(
    z.strictObject({ kind: z.string(), name: z.string(), base: z.string(), now: z.string() }),
  ),
  counts: z.record(z.string(), z.int()),
  figures: z.array(
    z.looseObject({
      name: z.string(),
      ratio: z.number().nullable(),
      verdict: z.string(),
      reason: z.string().optional(),
      base: z.looseObject({ value: z.number().nullable() }).nullable(),
      now: z.looseObject({ value: z.number().nullable() }).nullable(),
    }),
  ),
});

/** Compares two saved results without measuring. */
export async function compareFiles(base: string, now: string) {
  const { code, stdout, stderr } = await compareAsText(base, now, '--json');
  if (code !== 0) throw new Error(stderr);
  return z.object({ comparison: ComparisonSchema }).parse(JSON.parse(stdout)).comparison;
}

/** Compares two saved results for people. */
export function compareAsText(base: string, now: string, ...options: string[]) {
  return runBench(SUITE, '--from', now, '--against', base, ...options);
}
