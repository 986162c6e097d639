import { describe, expect, test } from 'vitest';
import { compareSides, type ComparedSide } from '../../src/compare/compare-sides.ts';
import { builtRun, syntheticSide } from './built-run.ts';

const base = syntheticSide({ count: 300, seed: 1 });
const candidate = { ...syntheticSide({ count: 300, seed: 2 }), name: 'new' };

/** A side without one metric. */
function without(side: ComparedSide, metric: string): ComparedSide {
  const runs = side.runs.map((run) => ({
    ...run,
    phases: run.phases.map((phase) => ({
      ...phase,
      stages: phase.stages.map((stage) => {
        const { [metric]: _, ...measurements } = stage.measurements;
        return { ...stage, measurements };
      }),
    })),
  }));
  return { ...side, runs };
}

/** A side whose runs have a criterion. */
function judgedBy(side: ComparedSide, key: string): ComparedSide {
  const runs = side.runs.map((run) => ({ ...run, file: { ...run.file, criteria: { [key]: 1 } } }));
  return { ...side, runs };
}

const LOST = [
  expect.stringMatching(
    /^new: p95ResponseTime in phase load, stage open, not measured in the cand/u,
  ),
];

describe('what a comparison does not prove', () => {
  test('is nothing when every named metric was measured', () => {
    expect(compareSides(base, [candidate]).unproven).toEqual([]);
    const { unproven } = compareSides(base, [candidate], { metrics: ['p95ResponseTime'] });
    expect(unproven).toEqual([]);
  });

  test('is a requested metric that the candidate did not measure', () => {
    const metrics = ['p95ResponseTime', 'avgTimeToFirstToken'];
    const { unproven } = compareSides(base, [without(candidate, 'responseLatency')], { metrics });
    expect(unproven).toEqual(LOST);
  });

  test('is a metric that a criterion judges, and no other', () => {
    const silent = without(candidate, 'responseLatency');
    expect(compareSides(base, [silent]).unproven).toEqual([]);
    expect(compareSides(judgedBy(base, 'p95ResponseTime'), [silent]).unproven).toEqual(LOST);
  });

  test('is a requested metric that neither side measured, which is listed', () => {
    const metrics = ['p95ResponseTime', 'contextSwitchTime'];
    const { candidates, unproven } = compareSides(base, [candidate], { metrics });
    expect(candidates[0]?.metrics.map(({ key, verdict }) => [key, verdict])).toContainEqual([
      'contextSwitchTime',
      'inconclusive',
    ]);
    expect(unproven).toEqual([
      expect.stringMatching(/contextSwitchTime.*not measured in the base/u),
    ]);
  });

  test('is everything when nothing could be compared', () => {
    const empty = { name: 'new', runs: [builtRun([])] };
    const { unproven } = compareSides(base, [empty], { allowsMismatch: true });
    expect(unproven).toEqual(['new: nothing could be compared with the base']);
  });
});
