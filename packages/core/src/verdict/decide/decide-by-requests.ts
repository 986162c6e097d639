import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { inOrderOfArrival, isArrival } from '../../stream/stage/arrivals.ts';
import type { Criterion } from '../criterion.ts';
import { VERDICT_ERROR } from '../enough-samples.ts';
import { decide, isAsCounted, WITHOUT_VALUES, type Decision } from './decide.ts';
import { evidenceOf } from './evidence.ts';
import { decideInLooks } from './looks.ts';

/** A criterion to decide by requests, and its threshold. */
export interface DecidedCriterion {
  readonly criterion: Pick<Criterion, 'metric' | 'aggregate' | 'bound'>;
  readonly threshold: number;
}

/**
 * Decides a criterion by all requests of a stage; for a stage until decided, by the requests of its looks, as the run did.
 * @param streams of the stage, or of the phase
 * @returns undefined where the value is compared as counted
 */
export function decideByRequests(
  decided: DecidedCriterion,
  streams: PhaseStreams,
): Decision | undefined {
  const load = streams.stages.length === 1 ? streams.stages[0]?.load : undefined;
  const firstLook = load !== undefined && 'firstLook' in load ? load.firstLook : undefined;
  if (firstLook === undefined) {
    const ordered = inOrderOfArrival(load ?? { kind: 'sequential' }, streams.requests);
    return decideAt(decided, { ...streams, requests: ordered }, VERDICT_ERROR);
  }
  const arrived = inOrderOfArrival(load ?? { kind: 'closed' }, streams.requests.filter(isArrival));
  const all = { ...streams, requests: arrived };
  return isForLooks(decided, all)
    ? decideInLooks(firstLook, arrived.length, lookingAt(decided, all))
    : decideAt(decided, all, VERDICT_ERROR);
}

/** Whether more requests can decide a criterion; not one whose value is compared as counted. @param streams with all requests so far */
export function isForLooks(
  { criterion: { metric, aggregate, bound }, threshold }: DecidedCriterion,
  streams: PhaseStreams,
): boolean {
  const evidence = evidenceOf(metric, aggregate, streams);
  return evidence !== undefined && !isAsCounted(evidence, { bound, threshold });
}

/** Decides a criterion by the first of some requests. @param streams with requests in order of arrival */
export function lookingAt(
  decided: DecidedCriterion,
  streams: PhaseStreams,
): (requests: number, error: number) => Decision {
  return (count, error) => {
    const seen = { ...streams, requests: streams.requests.slice(0, count) };
    return decideAt(decided, seen, error) ?? WITHOUT_VALUES;
  };
}

function decideAt(
  { criterion: { metric, aggregate, bound }, threshold }: DecidedCriterion,
  streams: PhaseStreams,
  error: number,
): Decision | undefined {
  const evidence = evidenceOf(metric, aggregate, streams);
  return evidence === undefined ? undefined : decide(evidence, { bound, threshold, error });
}
