import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { inOrderOfArrival, isArrival } from '../../stream/stage/arrivals.ts';
import type { Criterion } from '../criterion.ts';
import { VERDICT_ERROR } from '../enough-samples.ts';
import { decide, isAsCounted, WITHOUT_VALUES, type Decision } from './decide.ts';
import { evidenceOf } from './evidence.ts';
import { decideInLooks } from './looks.ts';

/** A criterion to decide by requests. */
export interface DecidedCriterion {
  readonly criterion: Pick<Criterion, 'metric' | 'aggregate' | 'bound'>;
  readonly threshold: number;
}

/**
 * Decides a criterion by all requests of a stage, or for a stage until decided by the requests of its looks, as the run did.
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
  const { criterion, threshold } = decided;
  const all = { ...streams, requests: arrived };
  const evidence = evidenceOf(criterion.metric, criterion.aggregate, all);
  if (evidence === undefined) return undefined;
  const { bound } = criterion;
  if (isAsCounted(evidence, { bound, threshold })) {
    return decide(evidence, { bound, threshold, error: VERDICT_ERROR });
  }
  return decideInLooks(firstLook, arrived.length, (requests, error) => {
    const seen = { ...streams, requests: arrived.slice(0, requests) };
    return decideAt(decided, seen, error) ?? WITHOUT_VALUES;
  });
}

function decideAt(
  { criterion: { metric, aggregate, bound }, threshold }: DecidedCriterion,
  streams: PhaseStreams,
  error: number,
): Decision | undefined {
  const evidence = evidenceOf(metric, aggregate, streams);
  return evidence === undefined ? undefined : decide(evidence, { bound, threshold, error });
}
