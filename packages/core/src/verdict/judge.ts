import { formatNumber } from '../metric/format/format-value.ts';
import type { Measurement } from '../metric/measure/measurement.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';
import type { CriterionReason, CriterionVerdict } from './criterion-verdict.ts';
import type { Criterion } from './criterion.ts';
import { decideByRequests } from './decide/decide-by-requests.ts';
import type { Decision } from './decide/decide.ts';
import {
  describeInconclusive,
  describeMiss,
  describeRoom,
  describeWithin,
} from './describe-verdict.ts';
import { neededCount } from './enough-samples.ts';
import {
  boundsOf,
  failuresLeftOut,
  judgedValue,
  SURVIVORS_ONLY,
  type BucketBounds,
} from './judged-value.ts';

/** The measurement that a criterion judges. */
export interface JudgedSubject {
  /** Measurement of its metric; without one the criterion fails as not measured. */
  readonly measurement: Measurement | undefined;
  /** Streams of the measurement, which show its precision; absent without a measurement. */
  readonly streams?: PhaseStreams;
  /** Stage at which it is judged; absent for the phase. */
  readonly stage?: string;
}

/** How criteria are judged. */
export interface Judgement {
  /** Whether the value itself is compared where the evidence is inconclusive. */
  readonly acceptInconclusive: boolean;
}

/** Verdicts with 95% confidence. */
export const STRICT: Judgement = { acceptInconclusive: false };

interface Outcome {
  readonly reason: CriterionReason;
  readonly text: string;
  readonly accepted?: true;
  readonly evidence?: Decision;
}

/**
 * Judges one criterion against a measurement. It fails closed: it passes only when there is a number that represents the
 * metric, no failed request is excluded, and both the number and its 95% bound are on the right side of the threshold.
 */
export function judgeCriterion(
  criterion: Criterion,
  threshold: number,
  subject: JudgedSubject,
  judgement: Judgement = STRICT,
): CriterionVerdict {
  const { key, metric, aggregate, bound } = criterion;
  const { measurement, stage } = subject;
  const value = measurement === undefined ? Number.NaN : judgedValue(criterion, measurement);
  const margin = bound === 'at-most' ? threshold - value : value - threshold;
  const { reason, text, accepted, evidence } = decideCriterion(
    { criterion, threshold, value, judgement },
    subject,
  );
  const status = reason === 'met' ? 'pass' : 'fail';
  const { name, unit } = metric;
  return {
    key,
    ...(stage === undefined ? {} : { stage }),
    metric: name,
    aggregate,
    unit,
    bound,
    value,
    threshold,
    status,
    margin,
    reason,
    text,
    ...(accepted === undefined ? {} : { accepted }),
    ...(evidence === undefined ? {} : { evidence: evidenceJson(evidence) }),
  };
}

function finiteOrNaN(number: number): number {
  return Number.isFinite(number) ? number : Number.NaN;
}

function evidenceJson({
  requests,
  effective,
  bounds,
  neededRequests,
}: Decision): NonNullable<CriterionVerdict['evidence']> {
  return {
    requests,
    effective: effective ?? Number.NaN,
    low: finiteOrNaN(bounds.low),
    high: finiteOrNaN(bounds.high),
    neededRequests,
  };
}

/**
 * A criterion that fails because it was not measured.
 * @param stage that should have measured it; the stage that it names when absent
 */
export function failUnmeasured(
  criterion: Criterion,
  threshold: number,
  why: string,
  stage = criterion.stage,
): CriterionVerdict {
  const subject = { measurement: undefined, ...(stage === undefined ? {} : { stage }) };
  return { ...judgeCriterion(criterion, threshold, subject), text: `not measured: ${why}` };
}

/** A criterion, its threshold, and the value compared with it. */
interface Judged {
  readonly criterion: Criterion;
  readonly threshold: number;
  readonly value: number;
  readonly judgement: Judgement;
}

function decideCriterion(judged: Judged, subject: JudgedSubject): Outcome {
  const { measurement } = subject;
  const { aggregate } = judged.criterion;
  if (
    measurement !== undefined &&
    measurement.count > 0 &&
    measurement.failed === measurement.count
  ) {
    return {
      reason: 'failed-requests',
      text: `all ${formatNumber(measurement.count)} requests failed`,
    };
  }
  if (measurement === undefined || Number.isNaN(judged.value)) {
    const why = measurement?.reason ?? 'the metric has no value';
    return { reason: 'not-measured', text: `not measured: ${why}` };
  }
  if (measurement.unfit !== undefined) {
    return { reason: 'not-measured', text: `not measured: ${measurement.unfit}` };
  }
  const failures = failuresLeftOut(aggregate, measurement);
  if (failures !== undefined) {
    const advice = SURVIVORS_ONLY.has(aggregate)
      ? '; judge a percentile to allow for failures'
      : '';
    const text = `${failures} requests failed; ${aggregate} excludes them${advice}`;
    return { reason: 'failed-requests', text };
  }
  const within = boundsOf(aggregate, measurement);
  if (within !== undefined) return decideWithin(judged, measurement, within);
  return decideBySample(judged, measurement, subject.streams);
}

/** Judges by bounds where requests are a sample, else by the value itself. */
function decideBySample(
  judged: Judged,
  measurement: Measurement,
  streams: PhaseStreams | undefined,
): Outcome {
  const { criterion, threshold, value, judgement } = judged;
  const { metric, aggregate } = criterion;
  const decision =
    streams === undefined ? undefined : decideByRequests({ criterion, threshold }, streams);
  const counted = outcomeOf(value, judged, measurement);
  if (decision === undefined) {
    const isFew = measurement.count < neededCount(aggregate);
    return isFew ? tooFew(counted, measurement.count, judged) : counted;
  }
  if (decision.verdict !== 'inconclusive') {
    const isAsCounted = counted.reason === decision.verdict;
    const text = isAsCounted ? counted.text : describeInterpolated(decision.verdict);
    return { reason: decision.verdict, text, evidence: decision };
  }
  const text = describeInconclusive(metric.unit, decision);
  if (!judgement.acceptInconclusive) return { reason: 'inconclusive', text, evidence: decision };
  return { ...accept(counted, text), evidence: decision };
}

function describeInterpolated(verdict: 'met' | 'missed'): string {
  return verdict === 'met' ? 'within the threshold by rank' : 'beyond the threshold by rank';
}

function tooFew(counted: Outcome, count: number, { criterion, judgement }: Judged): Outcome {
  const { aggregate } = criterion;
  const text = `inconclusive: ${aggregate} needs ${neededCount(aggregate)} values, has ${count}`;
  return judgement.acceptInconclusive ? accept(counted, text) : { reason: 'inconclusive', text };
}

/** The value decides where the evidence is inconclusive. @param why it is inconclusive */
function accept(counted: Outcome, why: string): Outcome {
  return { ...counted, text: `${counted.text}; accepted although ${why}`, accepted: true };
}

function outcomeOf(
  value: number,
  { criterion: { metric, bound }, threshold }: Judged,
  { leftOut }: Measurement,
): Outcome {
  const counting =
    leftOut === undefined
      ? ''
      : `, with ${formatNumber(leftOut.requests)} failed requests counted as infinite`;
  const met = bound === 'at-most' ? value <= threshold : value >= threshold;
  return met
    ? { reason: 'met', text: describeRoom(metric.unit, bound, value, threshold) + counting }
    : { reason: 'missed', text: describeMiss(metric.unit, bound, value, threshold) + counting };
}

/** A percentile known only by its bucket meets a threshold where the whole bucket does. */
function decideWithin(judged: Judged, { count }: Measurement, within: BucketBounds): Outcome {
  const { criterion, threshold, value, judgement } = judged;
  const { metric, aggregate, bound } = criterion;
  const text = describeWithin(metric.unit, within);
  const met = bound === 'at-most' ? value <= threshold : value >= threshold;
  const isMissed = bound === 'at-most' ? within.low >= threshold : within.high < threshold;
  const reason = met ? 'met' : 'missed';
  if (count < neededCount(aggregate)) return tooFew({ reason, text }, count, judged);
  if (met || isMissed) return { reason, text };
  return judgement.acceptInconclusive
    ? { reason, text, accepted: true }
    : { reason: 'inconclusive', text: `inconclusive: ${text}` };
}
