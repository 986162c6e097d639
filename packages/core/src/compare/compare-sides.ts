import { tookTurns, type TimedFigure } from '../stats/interleaved-effect.ts';
import { ConfigError } from '../spec/error/errors.ts';
import { pairMetric } from './compared-metric.ts';
import type { ComparedRun } from './compared-run.ts';
import type { Comparison, DifferenceVerdict, MetricComparison } from './comparison.ts';
import { judgePairs } from './judge-pairs.ts';
import { compareLikeness } from './likeness/likeness.ts';
import { differingSettings } from './settings/differing-settings.ts';
import { checkNarrowingOf } from './stages/check-stages.ts';
import { keysOf } from './stages/compared-key.ts';
import { placeKeys } from './stages/compared-places.ts';
import { criteriaOf, unprovenOf } from './unproven.ts';

/** How runs are compared. */
export interface CompareOptions {
  /** Differences up to this share of the base do not matter; 0.02 when absent. */
  readonly margin?: number;
  /** Maximum probability of any false verdict of worse or better; 0.05 when absent. */
  readonly missRate?: number;
  /** Criterion keys to compare, such as `p95ResponseTime`; when absent every metric with a better direction, and every criterion. */
  readonly metrics?: readonly string[];
  /** Names of the stages to compare, levels of sweeps such as `sweep/16` included; when absent all but levels. */
  readonly stages?: readonly string[];
  /** Whether to compare runs that mismatch; the comparison lists the mismatches. */
  readonly allowsMismatch?: boolean;
}

/** A side with its runs as read. */
export interface ComparedSide {
  readonly name: string;
  readonly runs: readonly ComparedRun[];
}

const DEFAULT_MARGIN = 0.02;
const DEFAULT_MISS_RATE = 0.05;

/** Base and candidate mismatch, and mismatches are not allowed. */
export class MismatchedRunsError extends ConfigError {
  /** One reason each. */
  readonly reasons: readonly string[];

  constructor(reasons: readonly string[]) {
    super(`the runs mismatch:\n${reasons.map((reason) => `  - ${reason}`).join('\n')}`, {
      help: 'compare runs of one machine, model and workload, or pass --allow-mismatch',
    });
    this.reasons = reasons;
  }
}

function timesOf(runs: readonly ComparedRun[]): TimedFigure[] {
  return runs.map(({ phases }) => ({ value: 0, beganAt: phases[0]?.beganAtMs ?? 0 }));
}

function remarksOf(sides: readonly ComparedSide[], base: ComparedSide): string[] {
  const remarks: string[] = [];
  if (base.runs.length === 1 && sides.some(({ runs }) => runs.length === 1)) {
    remarks.push(
      'One run per side: intervals cover variation between requests, not between runs. ' +
        'Repeat the runs to compare configurations (loadcell run --repeat 5).',
    );
  }
  if (sides.some(({ runs }) => (runs.length === 1) !== (base.runs.length === 1))) {
    remarks.push('A side with one run is assumed to vary between runs as the other side does.');
  }
  if (sides.some(({ runs }) => tookTurns(timesOf(base.runs), timesOf(runs)))) {
    remarks.push('The runs of both sides alternated: a steady drift is removed.');
  }
  return remarks;
}

function countVerdicts(metrics: readonly MetricComparison[]): Comparison['counts'] {
  const count = (verdict: DifferenceVerdict): number =>
    metrics.filter((one) => one.verdict === verdict).length;
  return {
    worse: count('worse'),
    better: count('better'),
    same: count('same'),
    inconclusive: count('inconclusive'),
  };
}

/**
 * Compares runs as read. Pure: the same runs always give the same comparison.
 * @throws {MismatchedRunsError} when the runs mismatch, unless that is allowed
 * @throws {ConfigError} for an unknown metric or stage
 */
export function compareSides(
  base: ComparedSide,
  candidates: readonly ComparedSide[],
  options: CompareOptions = {},
): Comparison {
  const { margin = DEFAULT_MARGIN, missRate = DEFAULT_MISS_RATE } = options;
  const { metrics: asked, stages } = options;
  const all = [base, ...candidates].flatMap((side) => side.runs);
  checkNarrowingOf({ metrics: asked, stages }, all);
  const likeness = candidates.map(({ runs }) => compareLikeness(base.runs, runs));
  const reasons = [...new Set(likeness.flatMap(({ mismatches }) => mismatches))];
  if (reasons.length > 0 && options.allowsMismatch !== true) throw new MismatchedRunsError(reasons);
  const keys = keysOf(asked, criteriaOf(all));
  const phases = base.runs[0]?.phases.map(({ name }) => name) ?? [];
  const pairsOf = candidates.map((side) =>
    phases
      .flatMap((phase) => placeKeys(keys, phase, [...base.runs, ...side.runs], stages))
      .map((placed) => pairMetric(placed, base.runs, side.runs, asked !== undefined))
      .filter((pair) => pair !== undefined),
  );
  // All are corrected together: the bound on false verdicts holds for the whole comparison.
  const { metrics: judged, comparisonCount } = judgePairs(pairsOf, { margin, missRate });
  let taken = 0;
  const compared = candidates.map((side, index) => {
    const count = pairsOf[index]?.length ?? 0;
    taken += count;
    return {
      name: side.name,
      runDirs: side.runs.map(({ runDir }) => runDir),
      mismatches: [...(likeness[index]?.mismatches ?? [])],
      changes: [...(likeness[index]?.changes ?? [])],
      settings: differingSettings(base.runs, side.runs),
      metrics: judged.slice(taken - count, taken),
    };
  });
  return {
    base: { name: base.name, runDirs: base.runs.map(({ runDir }) => runDir) },
    candidates: compared,
    margin,
    missRate,
    comparisonCount,
    remarks: remarksOf(candidates, base),
    unproven: candidates.flatMap(({ name }, index) =>
      unprovenOf(name, pairsOf[index] ?? [], stages),
    ),
    counts: countVerdicts(judged),
  };
}
