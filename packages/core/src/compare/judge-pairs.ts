import { formatValue } from '../metric/format/format-value.ts';
import { intervalOf, probabilityOf, smallestSeen, type Effect } from '../stats/effect.ts';
import type { DifferenceVerdict, EstimatedFigure, MetricComparison } from './comparison.ts';
import type { MetricPair } from './compared-metric.ts';
import { correctTogether } from './correct-together.ts';
import type { Scale } from './estimate.ts';
import { formatChangeSize } from './format-change.ts';

/** Options of verdicts. */
export interface JudgeOptions {
  /** Differences up to this share of the base do not matter. */
  readonly margin: number;
  /** Maximum probability of any false verdict of worse or better. */
  readonly missRate: number;
}

/** Error probability of an interval without correction. */
const PLAIN_MISS_RATE = 0.05;

/** The bound on its scale below which a difference does not matter. */
function marginOn(scale: Scale, margin: number, base: number): number {
  return scale === 'ratio' ? Math.log1p(margin) : margin * Math.abs(base);
}

/**
 * The verdict on a difference. The first rule that applies decides:
 * 1. the whole interval is within the margin: same, even where it excludes zero;
 * 2. the difference is significant: worse or better, by the direction of the metric;
 * 3. else inconclusive.
 */
function verdictOn(
  effect: Effect,
  better: 'lower' | 'higher',
  held: { readonly level: number; readonly isFound: boolean; readonly margin: number },
): DifferenceVerdict {
  const { low, high } = intervalOf(effect, held.level);
  if (low >= -held.margin && high <= held.margin) return 'same';
  if (!held.isFound) return 'inconclusive';
  return effect.estimate < 0 === (better === 'lower') ? 'better' : 'worse';
}

/** Readable figures of an effect. */
function figuresOf(
  { base, estimate }: MetricPair,
  level: number,
): Pick<MetricComparison, 'ratio' | 'difference' | 'interval95' | 'smallestSeen'> {
  if (estimate.kind === 'none') return {};
  const { effect, scale } = estimate;
  const interval = intervalOf(effect, level);
  const plain = intervalOf(effect, PLAIN_MISS_RATE);
  const smallest = smallestSeen(effect, level);
  if (scale === 'difference') {
    return {
      difference: { value: effect.estimate, ...interval },
      interval95: plain,
      smallestSeen: smallest,
    };
  }
  const ratio: EstimatedFigure = {
    value: Math.exp(effect.estimate),
    low: Math.exp(interval.low),
    high: Math.exp(interval.high),
  };
  return {
    ratio,
    // Relative to the value of the base, in its unit.
    difference: {
      value: (ratio.value - 1) * base.value,
      low: (ratio.low - 1) * base.value,
      high: (ratio.high - 1) * base.value,
    },
    interval95: { low: Math.exp(plain.low), high: Math.exp(plain.high) },
    smallestSeen: Math.expm1(smallest),
  };
}

function inconclusiveReason({ key, estimate }: MetricPair, smallest: number | undefined): string {
  if (estimate.kind === 'none') return estimate.reason;
  if (smallest === undefined || Number.isNaN(smallest)) return 'not significant';
  if (!Number.isFinite(smallest)) return 'too many failed requests for a bounded interval';
  const size =
    estimate.scale === 'ratio'
      ? formatChangeSize(smallest)
      : formatValue(key.metric.unit, smallest);
  return `not significant; smallest detectable change ${size}`;
}

/** Verdicts, and the number of comparisons that they are corrected for. */
export interface Judgement {
  readonly metrics: readonly MetricComparison[];
  readonly comparisonCount: number;
}

/**
 * Gives each pair a verdict, all corrected together, so that the probability of any false verdict is bounded.
 * @param pairsOf pairs of each candidate, of every metric in every place
 */
export function judgePairs(
  pairsOf: readonly (readonly MetricPair[])[],
  { margin, missRate }: JudgeOptions,
): Judgement {
  const estimated = pairsOf.flatMap((pairs, side) =>
    pairs.flatMap((pair) => {
      const { estimate } = pair;
      return estimate.kind === 'effect' ? [{ pair, side, effect: estimate.effect }] : [];
    }),
  );
  const { outcomes, comparisonCount } = correctTogether(
    estimated.map(({ pair: { isComplete }, side, effect }) =>
      isComplete ? { effect, runs: side } : { effect },
    ),
    missRate,
  );
  const outcomeOf = new Map(estimated.map(({ pair }, index) => [pair, outcomes[index]]));
  const metrics = pairsOf.flat().map((pair) => {
    const { place, key, base, candidate, estimate } = pair;
    const shared = {
      ...place,
      key: key.key,
      metric: key.metric.name,
      aggregate: key.aggregate,
      unit: key.metric.unit,
      better: key.better,
      base,
      candidate,
    };
    const outcome = outcomeOf.get(pair);
    if (estimate.kind === 'none' || outcome === undefined) {
      const reason = inconclusiveReason(pair, undefined);
      return { ...shared, verdict: 'inconclusive' as const, evidence: 'none' as const, reason };
    }
    const figures = figuresOf(pair, outcome.level);
    const verdict = verdictOn(estimate.effect, key.better, {
      ...outcome,
      margin: marginOn(estimate.scale, margin, base.value),
    });
    return {
      ...shared,
      verdict,
      evidence: estimate.evidence,
      ...figures,
      level: outcome.level,
      probability: probabilityOf(estimate.effect),
      ...(verdict === 'inconclusive'
        ? { reason: inconclusiveReason(pair, figures.smallestSeen) }
        : {}),
    };
  });
  return { metrics, comparisonCount };
}
