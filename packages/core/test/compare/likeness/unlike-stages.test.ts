import { describe, expect, it } from 'vitest';
import { compareLikeness } from '../../../src/compare/likeness/likeness.ts';
import type { ComparedRun } from '../../../src/compare/compared-run.ts';
import type { StageLoad } from '../../../src/stream/stage/stage-load.ts';
import { builtRun, stagedPhase } from '../built-run.ts';

const TIMES = Array.from({ length: 30 }, () => 100);

/** A run of consecutive stages, each with a load. */
function runOf(loads: Readonly<Record<string, StageLoad>>, options: unknown = {}): ComparedRun {
  const stages = Object.entries(loads).map(([name, load]) => ({
    name,
    timesMs: TIMES,
    options: { load },
  }));
  const run = builtRun([stagedPhase(...stages)]);
  return { ...run, file: { ...run.file, phaseOptions: { load: options } } };
}

const closed = (concurrency: number): StageLoad => ({ kind: 'closed', concurrency, durationMs: 1 });
const open = (ratePerSecond: number, more: object = {}): StageLoad => ({
  kind: 'open',
  ratePerSecond,
  arrivals: 'poisson',
  ...more,
});
const HALF = { share: 0.5, of: 'closed' };

function compared(base: ComparedRun, other: ComparedRun) {
  return compareLikeness([base], [other]);
}

describe('stages with the same name', () => {
  it.each<[string, StageLoad, StageLoad, string]>([
    ['concurrency', closed(4), closed(8), 'phases.load.stages.one.concurrency differs (4 vs. 8)'],
    ['rate', open(40), open(80), 'phases.load.stages.one.ratePerSecond differs (40 vs. 80)'],
    [
      'arrivals',
      open(40),
      open(40, { arrivals: 'constant' }),
      'phases.load.stages.one.arrivals differs ("poisson" vs. "constant")',
    ],
    [
      'share',
      open(40, HALF),
      open(40, { ...HALF, share: 0.7 }),
      'phases.load.stages.one.share differs (0.5 vs. 0.7)',
    ],
    [
      'kind',
      closed(4),
      open(40),
      'phases.load.stages.one differs (closed (concurrency 4) vs. open (Poisson 40 req/s))',
    ],
  ])('mismatch in their %s', (_, before, after, line) => {
    const { mismatches } = compared(runOf({ one: before }), runOf({ one: after }));
    expect(mismatches).toEqual([`workload: ${line}`]);
  });

  it('are listed once when the configurations differ in the same way', () => {
    const options = (rate: number) => ({ stages: [{ name: 'one', rate }] });
    const { mismatches } = compared(
      runOf({ one: open(40) }, options(40)),
      runOf({ one: open(80) }, options(80)),
    );
    expect(mismatches).toEqual(['workload: phases.load.stages.one.rate differs (40 vs. 80)']);
  });

  it('match when they ran until decided, with any number of requests', () => {
    const until = { until: 'decided', maxDurationMs: 600_000 } as const;
    const side = (firstLook: number) =>
      runOf({
        one: { kind: 'closed', concurrency: 4, ...until, firstLook },
        two: open(40, { ...HALF, ...until, firstLook }),
      });
    expect(compared(side(64), side(128))).toMatchObject({ mismatches: [], changes: [] });
  });

  it('match when a share resulted in another rate, which is listed', () => {
    const likeness = compared(runOf({ one: open(40, HALF) }), runOf({ one: open(44, HALF) }));
    expect(likeness.mismatches).toEqual([]);
    expect(likeness.changes).toEqual([
      'loads of phase load, stage one differ (Poisson 40 req/s, half of closed vs. Poisson 44 req/s, half of closed): ' +
        'latency depends on the request rate; set a fixed rate',
    ]);
  });
});

describe('a stage of only one side', () => {
  it('is a mismatch', () => {
    const { mismatches } = compared(
      runOf({ one: closed(4), two: open(40) }),
      runOf({ one: closed(4) }),
    );
    expect(mismatches).toEqual([
      'workload: stages that ran in phase load differ (one, two vs. one)',
    ]);
  });

  it('is reported once when the configurations differ in the same way', () => {
    const { mismatches } = compared(
      runOf({ one: closed(4), two: open(40) }, { stages: [{ name: 'one' }, { name: 'two' }] }),
      runOf({ one: closed(4) }, { stages: [{ name: 'one' }] }),
    );
    expect(mismatches).toEqual(['workload: phases.load.stages.two differs (present vs. absent)']);
  });
});

it('levels of a sweep result from the run, and are no mismatch', () => {
  const likeness = compared(runOf({ 'sweep/8': open(8) }), runOf({ 'sweep/16': open(16) }));
  expect(likeness).toEqual({ mismatches: [], changes: [] });
});
