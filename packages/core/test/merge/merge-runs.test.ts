import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mergeRuns } from '../../src/merge/merge-runs.ts';
import { concludeDirectory } from '../../src/report/results/conclude-directory.ts';
import { readRun } from '../../src/stream/files/read-run.ts';
import { quantileOfSorted } from '../../src/stats/quantile.ts';
import type { RunEvent } from '../../src/stream/events/run-event.ts';
import { quietSampling } from '../stream/built/quiet-sampling.ts';
import { temporaryFolder } from '../stream/temporary-folder.ts';
import { buildLoader, buildWatcher, LOAD_BEGAN_NS, type BuiltMachine } from './machine-run.ts';

const MIB = 2 ** 20;

/** The directories of two machines that sent one load. */
async function twoLoaders(
  folder: string,
  second: Partial<BuiltMachine> = {},
  first: Partial<BuiltMachine> = {},
): Promise<{ path: string }[]> {
  const a = { machine: 'a', slice: { index: 0, count: 2 }, ...first };
  const b = { machine: 'b', slice: { index: 1, count: 2 }, ...second };
  return [
    { path: await buildLoader(join(folder, 'a'), a) },
    { path: await buildLoader(join(folder, 'b'), b) },
  ];
}

async function verdictOf(
  second: Partial<BuiltMachine>,
  options = {},
): Promise<{ exitCode: number; text: string }> {
  const folder = temporaryFolder();
  const out = join(folder, 'out');
  await mergeRuns(await twoLoaders(folder, second), out, options);
  const { verdict } = await concludeDirectory(out);
  const failures = verdict.phases.flatMap((phase) => phase.failures);
  return {
    exitCode: verdict.exitCode,
    text: failures.map(({ error }) => error.message).join('\n'),
  };
}

/** A phase before the load. */
function baselineBegan(at: (ns: number) => number): RunEvent[] {
  return [{ kind: 'phase-began', atNs: at(91e9), phase: 'baseline' }];
}

describe('mergeRuns', () => {
  it('has the percentiles of all requests pooled, each with its machine and an id of its own', async () => {
    const folder = temporaryFolder();
    const slow = Array.from({ length: 120 }, (_, index) => 50 + ((index * 37) % 100));
    const fast = Array.from({ length: 70 }, (_, index) => 20 + ((index * 13) % 60));
    const dirs = await twoLoaders(folder, { latenciesMs: fast }, { latenciesMs: slow });
    const { requests, unreliable } = await mergeRuns(dirs, join(folder, 'out'));
    expect({ requests, unreliable }).toStrictEqual({ requests: 190, unreliable: [] });
    const { results, verdict, streams } = await concludeDirectory(join(folder, 'out'));
    const pooled = Float64Array.from([...slow, ...fast]).toSorted();
    const latency = results.phases[0]?.stages[0]?.measurements['inferenceTime'];
    for (const [name, share] of [
      ['p50', 0.5],
      ['p95', 0.95],
      ['p99', 0.99],
    ] as const) {
      expect(latency?.[name]).toBeCloseTo(quantileOfSorted(pooled, share), 6);
    }
    expect(verdict.exitCode).toBe(0);
    const rows = streams.phases[0]?.requests ?? [];
    expect(new Set(rows.map(({ id }) => id)).size).toBe(190);
    expect(rows.filter(({ machine }) => machine === 'b')).toHaveLength(70);
    expect(rows.map(({ endNs }) => endNs)).toStrictEqual(
      rows.map(({ endNs }) => endNs).toSorted((one, other) => one - other),
    );
  });

  it('finds an offset of 3 s by exchanges, within the bound that it states', async () => {
    const folder = temporaryFolder();
    const exchanged = { hasExchanges: true };
    const dirs = await twoLoaders(folder, { ...exchanged, aheadNs: 3e9 }, exchanged);
    await mergeRuns(dirs, join(folder, 'out'));
    const { results, streams } = await concludeDirectory(join(folder, 'out'));
    const [, b] = results.machines ?? [];
    expect(b?.clock.source).toBe('exchanges');
    expect(Math.abs((b?.clock.offsetNs ?? 0) + 3e9)).toBeLessThanOrEqual(b?.clock.boundNs ?? 0);
    expect(b?.clock.boundNs).toBeLessThan(1e6);
    const first = streams.phases[0]?.requests.find(({ machine }) => machine === 'b');
    expect(Math.abs((first?.sentNs ?? 0) - LOAD_BEGAN_NS)).toBeLessThanOrEqual(
      b?.clock.boundNs ?? 0,
    );
    expect(first === undefined ? 0 : first.endNs - first.sentNs).toBe(100e6);
  });

  it('aligns by wall clocks without exchanges, and states that the error is unknown', async () => {
    const folder = temporaryFolder();
    const dirs = await twoLoaders(folder, { aheadNs: 50e9 });
    await mergeRuns(dirs, join(folder, 'out'));
    const { results, report } = await concludeDirectory(join(folder, 'out'));
    expect(results.machines?.[1]?.clock).toMatchObject({
      source: 'wall-clock',
      boundNs: Number.NaN,
    });
    expect(results.machines?.[1]?.clock.offsetNs).toBeCloseTo(-50e9, -4);
    expect(report.machines).toHaveLength(2);
  });

  it('takes one boot for one clock, unless a time namespace has shifted it', async () => {
    const folder = temporaryFolder();
    const dirs = await twoLoaders(folder, { bootId: 'same' }, { bootId: 'same' });
    await mergeRuns(dirs, join(folder, 'out'));
    const { results } = await concludeDirectory(join(folder, 'out'));
    expect(results.machines?.[1]?.clock).toMatchObject({ source: 'same-clock', boundNs: 0 });
    const shifted = join(folder, 'shifted');
    const others = await twoLoaders(shifted, { bootId: 'same', aheadNs: 3e9 }, { bootId: 'same' });
    await mergeRuns(others, join(folder, 'out2'));
    const again = await concludeDirectory(join(folder, 'out2'));
    expect(again.results.machines?.[1]?.clock.source).toBe('wall-clock');
  });

  it('puts what machines watched into the phases, with equal pids kept apart', async () => {
    const folder = temporaryFolder();
    const dirs = await twoLoaders(folder);
    for (const [machine, mib] of [
      ['v', 100],
      ['w', 20],
    ] as const) {
      const built = { machine, rssBytes: mib * MIB, aheadNs: 7e9 };
      dirs.push({ path: await buildWatcher(join(folder, machine), built) });
    }
    await mergeRuns(dirs, join(folder, 'out'));
    const { results, streams } = await concludeDirectory(join(folder, 'out'));
    expect(results.phases.map(({ name }) => name)).toStrictEqual(['load']);
    expect(results.phases[0]?.measurements['memoryUsage']?.max).toBe(120 * MIB);
    expect(new Set(streams.phases[0]?.samples.pid).size).toBe(2);
  });

  it("shows no peak of a watched process outside of a phase's time", async () => {
    const folder = temporaryFolder();
    const dirs = await twoLoaders(folder);
    const early = (at: (ns: number) => number): RunEvent[] => [
      {
        kind: 'sampling-quality',
        atNs: at(120e9),
        phase: 'record',
        pid: 42,
        peakRssBytes: 900 * MIB,
        peakAtNs: at(85e9),
        quality: quietSampling(),
      },
    ];
    const built = { machine: 'w', rssBytes: 100 * MIB, aheadNs: 7e9, extra: early };
    dirs.push({ path: await buildWatcher(join(folder, 'w'), built) });
    await mergeRuns(dirs, join(folder, 'out'));
    const { results } = await concludeDirectory(join(folder, 'out'));
    expect(results.phases[0]?.measurements['memoryUsage']?.max).toBe(100 * MIB);
    expect(results.phases[0]?.memoryPeak?.bytes).toBe(100 * MIB);
    expect(results.phases[0]?.sampling?.achievedHz).toBe(quietSampling().achievedHz);
  });

  it.each([
    ['another seed', { seed: 2 }, 'Machine b: seed is 2, on a 1'],
    ['another version', { version: '0.9.0' }, 'Machine b: Loadcell 0.9.0, on a 1.0.0'],
    [
      'a slice that is there twice',
      { slice: { index: 0, count: 2 } },
      'slice 0/2 was also sent by a',
    ],
    ['a slice that is missing', { slice: { index: 0, count: 2 } }, 'Slice 1/2 is missing'],
    [
      'a late machine',
      { lateNs: 6e9 },
      'Machine b: it began stage open 6.0 s after the first machine; pass the same --start-at to every worker',
    ],
    [
      'a late machine after a phase of another one',
      { lateNs: 6e9, extra: baselineBegan },
      'pass the same --start-at and --phase load to every worker',
    ],
    [
      'a late machine that a coordinator started',
      { lateNs: 6e9, hasExchanges: true },
      'after the first machine. The figures',
    ],
    ['a machine that was killed', { isKilled: true }, 'Machine b: its run did not end'],
  ])('is unreliable with %s, and names it', async (_, second, named) => {
    const { exitCode, text } = await verdictOf(second);
    expect(exitCode).toBe(4);
    expect(text).toContain(named);
  });

  it('is unreliable where a machine was lost, or one that was to watch is missing', async () => {
    const lost = await verdictOf(
      {},
      { lost: [{ machine: 'c', reason: 'no sign of it for 10 s' }] },
    );
    expect(lost).toMatchObject({ exitCode: 4 });
    expect(lost.text).toContain('Machine c was lost: no sign of it for 10 s.');
    const unwatched = await verdictOf({}, { expected: { slices: 2, watchers: ['w'] } });
    expect(unwatched).toMatchObject({ exitCode: 4 });
    expect(unwatched.text).toContain(
      'Machine w: the recording of this watching machine is missing',
    );
  });

  it('is unreliable where the client of one machine was over its budget, which others would hide', async () => {
    const budget = { firstTokenMs: 1, gapMs: 1, reason: 'fixed' };
    const calibrated = (ms: number) => (at: (ns: number) => number) => [
      {
        kind: 'client-calibrated' as const,
        atNs: at(98e9),
        phase: 'load',
        calibration: {
          clock: 'native' as const,
          concurrency: 1,
          requests: 10,
          tokens: 10,
          gapMs: 1,
          budget,
          attempts: [],
          firstTokenErrorMs: { p50: ms, p99: ms },
          gapErrorMs: { p50: ms, p99: ms },
        },
      },
    ];
    const { exitCode, text } = await verdictOf({ extra: calibrated(2) });
    expect(exitCode).toBe(4);
    expect(text).toContain('Machine b: the timing error of its client is over budget');
    expect((await verdictOf({ extra: calibrated(0.1) })).exitCode).toBe(0);
  });

  it('refuses other stages, recordings alone, and a directory that exists, and leaves nothing', async () => {
    const folder = temporaryFolder();
    const out = join(folder, 'out');
    const dirs = await twoLoaders(folder, { stage: 'closed' });
    await expect(mergeRuns(dirs, out)).rejects.toMatchObject({ code: 'MERGE' });
    await expect(mergeRuns(dirs, out)).rejects.toThrow(/stages\.load\.0 is "closed", on a "open"/);
    const watcher = await buildWatcher(join(folder, 'w'), { machine: 'w', rssBytes: 1 });
    await expect(mergeRuns([{ path: watcher }], out)).rejects.toMatchObject({ code: 'MERGE' });
    await expect(mergeRuns([...dirs, ...dirs], out)).rejects.toThrow('is given twice');
    await expect(mergeRuns(dirs.slice(0, 1), join(folder, 'b'))).rejects.toThrow('exists');
    expect(readdirSync(folder).toSorted()).toStrictEqual(['a', 'b', 'w']);
  });

  it('leaves nothing behind when it is aborted', async () => {
    const folder = temporaryFolder();
    const dirs = await twoLoaders(folder, {
      latenciesMs: Array.from({ length: 3000 }, () => 10),
    });
    const reason = new Error('stopped');
    const signal = AbortSignal.abort(reason);
    await expect(mergeRuns(dirs, join(folder, 'out'), { signal })).rejects.toBe(reason);
    expect(readdirSync(folder).toSorted()).toStrictEqual(['a', 'b']);
  });

  it('fills a directory that was made, whose other files stay', async () => {
    const folder = temporaryFolder();
    const dirs = await twoLoaders(join(folder, 'machines'));
    await mergeRuns(dirs, folder, { isDirectoryMade: true });
    expect(existsSync(join(folder, 'merge.partial'))).toBe(false);
    rmSync(join(folder, 'machines'), { recursive: true });
    expect((await readRun(folder)).phases).toHaveLength(1);
  });
});
