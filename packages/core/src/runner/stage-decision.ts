import type { RunConfig } from '../config/parse-config.ts';
import { sendDelay } from '../metric/latency/send-delay.ts';
import type { StageDecision } from '../phase/stage/until-decided/stage-decision.ts';
import { emptyPhase } from '../stream/empty-phase.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';
import type { RequestRow } from '../stream/rows/request-row.ts';
import { isForLooks, lookingAt } from '../verdict/decide/decide-by-requests.ts';
import { decideWithin, errorAtLook } from '../verdict/decide/looks.ts';
import { neededRequests } from '../verdict/enough-samples.ts';
import { isJudgedAt, thresholdsOf, type Threshold } from '../verdict/threshold.ts';

/** Minimum number of requests of the first look: bounds of averages need enough blocks. */
const LEAST_FIRST_LOOK = 64;

/**
 * Decides when the criteria of a stage of the load phase are decided, with the same tests that judge the run.
 */
export function createStageDecision({
  criteria,
  phases,
  slos,
  phaseOptions,
}: Pick<RunConfig, 'criteria' | 'phases' | 'slos' | 'phaseOptions'>): StageDecision {
  const own = phases.find(({ name }) => name === 'load')?.successCriteria ?? {};
  const thresholds = thresholdsOf({ ...criteria, ...own });
  const isClosed = (stage: string): boolean =>
    phaseOptions.load.stages.some(({ name, kind }) => name === stage && kind === 'closed');
  const appliesTo = (stage: string, { criterion }: Threshold): boolean =>
    isJudgedAt(criterion, stage) &&
    (criterion.stage !== undefined || criterion.metric !== sendDelay || !isClosed(stage));
  const needed = thresholds.map(({ criterion, threshold }) =>
    neededRequests(criterion, threshold, errorAtLook(1)),
  );
  const firstLook = Math.max(LEAST_FIRST_LOOK, ...needed);
  return {
    firstLook,
    isDecided: (stage, rows, look) => {
      const streams = streamsOf(rows, slos);
      return thresholds
        .filter((one) => appliesTo(stage, one))
        .every((one) => isDecidedBy(one, streams, { firstLook, looks: look }));
    },
  };
}

/** Streams with only these rows, and the events that request metrics read. */
function streamsOf(requests: readonly RequestRow[], slos: RunConfig['slos']): PhaseStreams {
  const set = { kind: 'slos-set', phase: 'load', atNs: 0, slos } as const;
  const events = Object.keys(slos).length === 0 ? [] : [set];
  return { ...emptyPhase('load', 0), requests, events };
}

/** Whether one of the looks so far decides. Its verdict is final. */
function isDecidedBy(
  threshold: Threshold,
  streams: PhaseStreams,
  { firstLook, looks }: { readonly firstLook: number; readonly looks: number },
): boolean {
  // More requests do not decide a value that is compared as counted.
  if (!isForLooks(threshold, streams)) return true;
  return decideWithin(firstLook, looks, lookingAt(threshold, streams)) !== undefined;
}
