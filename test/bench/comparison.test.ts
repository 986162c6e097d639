import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../e2e/support/run-folder.ts';
import {
  compareAsText,
  compareFiles,
  type MadeFigure,
  writeResult,
} from './support/saved-results.ts';

/** Repeats of a figure before and after. */
interface Change {
  readonly before: readonly number[] | null;
  readonly after: readonly number[] | null;
  readonly better?: 'lower' | 'higher';
  readonly unit?: string;
}

/** Compares one figure with another value of it. */
async function compareOne({ before, after, ...figure }: Change, machine = {}) {
  const root = temporaryFolder();
  const made = (repeats: readonly number[] | null) => [{ name: 'ms', repeats, ...figure }];
  const base = writeResult(root, 'base', { figures: made(before) });
  const now = writeResult(root, 'now', { figures: made(after), machine });
  const [compared] = (await compareFiles(base, now)).figures;
  return compared;
}

/** Numbers that are the same in every run (mulberry32), 0 to 1. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = Math.trunc(state + 0x6d2b79f5);
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('a comparison of two results', () => {
  it.each([
    { better: 'lower', after: [20, 21, 22, 23], verdict: 'worse' },
    { better: 'lower', after: [5, 6, 7, 8], verdict: 'better' },
    { better: 'higher', after: [20, 21, 22, 23], verdict: 'better' },
    { better: 'higher', after: [5, 6, 7, 8], verdict: 'worse' },
    { better: undefined, after: [20, 21, 22, 23], verdict: 'different' },
  ] as const)(
    'calls a figure $verdict whose repeats go from [10, 13] to $after where $better is better',
    async ({ better, after, verdict }) => {
      const direction = better === undefined ? {} : { better };
      const compared = await compareOne({ before: [10, 11, 12, 13], after, ...direction });
      expect(compared?.verdict).toBe(verdict);
      expect(compared?.ratio).toBeCloseTo(((after[1] ?? 0) + 0.5) / 11.5);
    },
  );

  it.each([
    ['spreads that overlap', [10, 11, 12, 13], [13, 14, 15, 16], 'spreads overlap'],
    ['three repeats on a side', [10, 11, 12, 13], [20, 21, 22], 'too few repeats'],
    ['a single value on each side', [10], [20], 'too few repeats'],
  ])('is inconclusive with %s', async (_what, before, after, reason) => {
    const compared = await compareOne({ before, after, better: 'lower' });
    expect(compared).toMatchObject({ verdict: 'inconclusive', reason });
    expect(compared?.ratio).toBeGreaterThan(1);
  });

  it('judges ten repeats by their middle half, so that one outlier hides no change', async () => {
    const before = [10, 10, 10, 10, 10, 11, 11, 11, 11, 90];
    const after = before.map((value) => value + 5);
    const compared = await compareOne({ before, after, better: 'lower' });
    expect(compared?.verdict).toBe('worse');
  });

  it.each([4, 5, 9, 10, 16, 31])(
    'calls fewer than 4% of figures with %i repeats where nothing changed',
    async (count) => {
      const random = randomNumbers(count);
      const draw = (): MadeFigure[] =>
        Array.from({ length: 3000 }, (_, index) => ({
          name: String(index),
          repeats: Array.from({ length: count }, () => -Math.log(1 - random())),
        }));
      const root = temporaryFolder();
      const base = writeResult(root, 'base', { figures: draw() });
      const now = writeResult(root, 'now', { figures: draw() });
      const { counts } = await compareFiles(base, now);
      expect(counts['different']).toBeLessThan(0.04 * 3000);
      expect(counts['inconclusive']).toBe(3000 - (counts['different'] ?? 0));
    },
  );

  it('calls equal values equal, with one repeat as well', async () => {
    expect((await compareOne({ before: [3], after: [3] }))?.verdict).toBe('equal');
  });

  it('has no ratio to a base of 0', async () => {
    const compared = await compareOne({ before: [0, 0, 0, 0], after: [1, 1, 1, 1] });
    expect(compared).toMatchObject({ ratio: null, verdict: 'different' });
  });

  it('reports on which side a figure is missing, and why', async () => {
    const root = temporaryFolder();
    const base = writeResult(root, 'base', {
      figures: [
        { name: 'gone', repeats: [1] },
        { name: 'unmeasured', repeats: [1] },
      ],
    });
    const now = writeResult(root, 'now', {
      figures: [
        { name: 'unmeasured', repeats: null },
        { name: 'new', repeats: [1] },
      ],
    });
    const { figures, counts } = await compareFiles(base, now);
    expect(figures.map(({ name, verdict, reason }) => [name, verdict, reason])).toEqual([
      ['gone', 'missing', 'not in now'],
      ['unmeasured', 'missing', 'now: no tool for it'],
      ['new', 'missing', 'not in base'],
    ]);
    expect(counts).toMatchObject({ missing: 3 });
    expect((await compareAsText(base, now)).stdout).toMatch(/gone.*missing \(not in now\)/);
  });

  it('compares the sections that both results measured, and names those that differ', async () => {
    const root = temporaryFolder();
    const figures = [{ name: 'ms', repeats: [1] }];
    const base = writeResult(root, 'base', { figures, sections: ['starts', 'ends'] });
    const now = writeResult(root, 'now', { figures });
    const comparison = await compareFiles(base, now);
    expect(comparison.figures).toHaveLength(1);
    expect(comparison.differences).toEqual([
      { kind: 'options', name: 'sections', base: 'starts, ends', now: 'starts' },
    ]);
  });

  it('marks a target that was met and is missed now', async () => {
    const root = temporaryFolder();
    const target = { comparison: 'at most', value: 2 } as const;
    const figureOf = (value: number) => [
      { name: 'cost', repeats: [value], target, holds: value <= target.value },
    ];
    const base = writeResult(root, 'base', { figures: figureOf(1) });
    const now = writeResult(root, 'now', { figures: figureOf(3) });
    const { stdout } = await compareAsText(base, now);
    expect(stdout).toMatch(/cost.*inconclusive \(too few repeats\).*met -> MISSED/);
    expect(stdout).toContain('Targets: base 1 met, 0 missed; now 0 met, 1 missed');
  });
});

describe('a comparison with a busy machine', () => {
  const busy = { loadAverage: [2.5, 1, 1] };
  const [before, after] = [
    [10, 11, 12, 13],
    [20, 21, 22, 23],
  ];

  it('judges no figure in ms, but shows its ratio', async () => {
    const compared = await compareOne({ before, after, better: 'lower' }, busy);
    expect(compared).toMatchObject({ verdict: 'inconclusive', reason: 'busy machine' });
    expect(compared?.ratio).toBeCloseTo(21.5 / 11.5);
  });

  it('judges ratios', async () => {
    const compared = await compareOne({ before, after, unit: 'ratio', better: 'lower' }, busy);
    expect(compared?.verdict).toBe('worse');
  });

  it('names the load of both sides before any figure', async () => {
    const root = temporaryFolder();
    const base = writeResult(root, 'base');
    const now = writeResult(root, 'now', { machine: busy });
    const { stdout } = await compareAsText(base, now);
    expect(stdout).toMatch(/^Base: .*load 0\.10 on 2 cores/m);
    expect(stdout).toMatch(/^Now: .*load 2\.50 on 2 cores/m);
    expect(stdout).toMatch(
      /^A machine was busy at the start: times, rates and sizes are not judged\./m,
    );
  });
});

describe('a comparison of results of two machines', () => {
  const other = { cpuModel: 'Other CPU', cpuCount: 16 };
  const [before, after] = [
    [10, 11, 12, 13],
    [20, 21, 22, 23],
  ];

  it.each(['us', 'ms', 's', 'bytes', 'requests/s', 'cores'])(
    'compares no figure in %s',
    async (unit) => {
      const compared = await compareOne({ before, after, unit, better: 'lower' }, other);
      expect(compared).toMatchObject({
        ratio: null,
        verdict: 'inconclusive',
        reason: 'other machine',
      });
    },
  );

  it.each(['ratio', 'count'])('compares figures in %s', async (unit) => {
    const compared = await compareOne({ before, after, unit, better: 'lower' }, other);
    expect(compared).toMatchObject({ verdict: 'worse' });
    expect(compared?.ratio).toBeGreaterThan(1);
  });

  it('names what differs before any figure', async () => {
    const root = temporaryFolder();
    const base = writeResult(root, 'base');
    const now = writeResult(root, 'now', { machine: other });
    const { stdout } = await compareAsText(base, now);
    expect(stdout).toContain(
      'Machines differ: CPU Example CPU -> Other CPU; cores 2 -> 16\n' +
        'Ratios and counts are compared; times, rates and sizes of two machines are not.',
    );
  });

  it('treats another kernel and another Node as the same machine, and names them', async () => {
    const root = temporaryFolder();
    const figures = [{ name: 'ms', repeats: before, better: 'lower' }] as const;
    const later = [{ ...figures[0], repeats: after }];
    const base = writeResult(root, 'base', { figures });
    const machine = { kernel: 'Linux 6.2.0', node: '22.1.0' };
    const now = writeResult(root, 'now', { figures: later, machine });
    const comparison = await compareFiles(base, now);
    expect(comparison.isSameMachine).toBe(true);
    expect(comparison.figures[0]?.verdict).toBe('worse');
    expect((await compareAsText(base, now)).stdout).toContain(
      'Software differs: kernel Linux 6.1.0 -> Linux 6.2.0; Node 20.20.2 -> 22.1.0',
    );
  });
});
