import { formatBounds, formatNumber, formatValue } from '../metric/format/format-value.ts';
import type { Measurement } from '../metric/measure/measurement.ts';
import type { Criterion } from './criterion.ts';
import type { CriterionVerdict } from './criterion-verdict.ts';
import type { Decision } from './decide/decide.ts';

/** The distance by which a threshold is met. */
export function describeRoom(
  unit: Measurement['unit'],
  bound: Criterion['bound'],
  value: number,
  threshold: number,
): string {
  if (value === threshold) return 'exactly at the threshold';
  const room = formatValue(unit, Math.abs(threshold - value));
  return `${room} ${bound === 'at-most' ? 'below' : 'above'} the threshold`;
}

/** The distance by which it is missed: "1.2 GiB over the threshold of 1000 B, 1,288,491×". */
export function describeMiss(
  unit: Measurement['unit'],
  bound: Criterion['bound'],
  value: number,
  threshold: number,
): string {
  const limit = formatValue(unit, threshold);
  if (!Number.isFinite(value)) return 'infinite: percentile falls on a failed request';
  const distance = formatValue(unit, Math.abs(value - threshold));
  const times = bound === 'at-most' ? value / threshold : threshold / value;
  const factor = Number.isFinite(times) && times >= 2 ? `, ${formatNumber(times)}×` : '';
  return bound === 'at-most'
    ? `${distance} over the threshold of ${limit}${factor}`
    : `${distance} under the threshold of ${limit}`;
}

/** The bounds of a percentile from the buckets of a server's histogram. */
export function describeWithin(
  unit: Measurement['unit'],
  within: { readonly low: number; readonly high: number },
): string {
  return `${formatBounds(unit, within)} (from server histogram buckets)`;
}

/** "inconclusive: 95% bounds 181 to 232 ms on 64 requests; about 240 would decide". */
export function describeInconclusive(
  unit: Measurement['unit'],
  { bounds, requests, neededRequests }: Pick<Decision, 'bounds' | 'requests' | 'neededRequests'>,
): string {
  const needed = Number.isNaN(neededRequests)
    ? 'no number of requests would decide, since the value is too close to the threshold'
    : `about ${formatNumber(neededRequests)} would decide`;
  return `inconclusive: 95% bounds ${describeBounds(unit, bounds)} on ${formatNumber(requests)} requests; ${needed}`;
}

/**
 * "95% bounds 181 to 232 ms on 64 requests, effective sample size 40"; empty where the value is compared as counted, or
 * the text of the verdict contains the bounds.
 */
export function describeEvidence({
  unit,
  reason,
  accepted,
  evidence,
}: Pick<CriterionVerdict, 'unit' | 'reason' | 'accepted' | 'evidence'>): string {
  if (evidence === undefined || reason === 'inconclusive' || accepted === true) return '';
  const { requests } = evidence;
  const fewer = fewerThanCounted(evidence);
  const size = fewer === undefined ? '' : `, effective sample size ${formatNumber(fewer)}`;
  return `95% bounds ${describeBounds(unit, evidence)} on ${formatNumber(requests)} requests${size}`;
}

/** An effective number below this share of the requests is reported. */
const WORTH_A_WORD = 0.95;

/** The effective number of the requests of a criterion; undefined where it is close to their count, or unknown. */
export function fewerThanCounted({
  requests,
  effective,
}: NonNullable<CriterionVerdict['evidence']>): number | undefined {
  return effective < WORTH_A_WORD * requests ? Math.round(effective) : undefined;
}

/** One-sided bounds: "181 ms to 232 ms", "at least 181 ms". */
export function describeBounds(
  unit: Measurement['unit'],
  { low, high }: { readonly low: number; readonly high: number },
): string {
  if (Number.isFinite(low) && Number.isFinite(high)) {
    return `${formatValue(unit, low)} to ${formatValue(unit, high)}`;
  }
  if (Number.isFinite(low)) return `at least ${formatValue(unit, low)}`;
  return Number.isFinite(high) ? `at most ${formatValue(unit, high)}` : 'unknown';
}
