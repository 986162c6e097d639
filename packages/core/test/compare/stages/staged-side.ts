import type { ComparedSide } from '../../../src/compare/compare-sides.ts';
import type { Comparison, MetricComparison } from '../../../src/compare/comparison.ts';
import { syntheticValues } from '../../stats/synthetic-values.ts';
import { builtRun, stagedPhase } from '../built-run.ts';

export const MANY = { count: 1000 };

/** A side of one run with stages of synthetic latencies, seeded by the place of each stage and by the side. */
export function sideOf(seed: number, middles: Readonly<Record<string, number>>): ComparedSide {
  const stages = Object.entries(middles).map(([name, middle], index) => ({
    name,
    timesMs: syntheticValues({ ...MANY, seed: seed * 100 + index, middle }),
  }));
  return { name: `side-${seed}`, runs: [builtRun([stagedPhase(...stages)])] };
}

/** The side with a criterion in its runs. */
export function judgedBy(side: ComparedSide, ...keys: readonly string[]): ComparedSide {
  const criteria = Object.fromEntries(keys.map((key) => [key, 1]));
  return { ...side, runs: side.runs.map((run) => ({ ...run, file: { ...run.file, criteria } })) };
}

/** The metrics of all candidates. */
export function metricsOf({ candidates }: Comparison): MetricComparison[] {
  return candidates.flatMap(({ metrics }) => metrics);
}
