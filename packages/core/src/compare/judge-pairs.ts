import { formatValue } from '../metric/format/format-value.ts';
import { intervalOf, probabilityOf, smallestSeen, type Effect } from '../stats/effect.ts';
import type { DifferenceVerdict, EstimatedFigure, MetricComparison } from './comparison.ts';
import type { MetricPair } from './compared-metric.ts';
import { correctTogether } from './correct-together.ts';
import type { Scale } from './estimate.ts';
import { formatChangeSize } from './format-change.ts';

/** What a verdict is held to. */
export interface JudgeOptions {
  /** Share of the base up to which a difference does not matter. */
  readonly margin: number;
  /** How often, at the most, any comparison at all may call a difference that is none. */
  readonly missRate: number;
}

/** What an effect without correction may miss. */
const PLAIN_MISS_RATE = 0.05;

/** Where on its scale a difference stops to matter. */
function marginOn(scale: Scale, margin: number, base: number): number {
  return scale === 'ratio' ? Math.log1p(margin) : margin * Math.abs(base);
}

/**
 * The verdict on a difference. The order of the rules leaves no ties:
 * 1. the whole interval lies within the margin: same, also where it leaves out zero;
 * 2. the difference was found: worse or better, by the direction of the metric;
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

/** Figures of an effect in the terms that people read. */
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
    // At the value of the base: a share of it, in its unit.
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

/** The verdicts, and how many comparisons they are corrected for. */
export interface Judgement {
  readonly metrics: readonly MetricComparison[];
  readonly comparisonCount: number;
}

/**
 * Gives each pair its verdict, all of them corrected together, so that the chance of any false one is bounded.
 * @param pairsOf the pairs of each candidate, of every metric in every place
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
