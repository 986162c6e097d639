import type { RunConfig } from '../config/parse-config.ts';
import { sendDelay } from '../metric/latency/send-delay.ts';
import type { StageSummary } from '../phase/stage/sync/stage-summary.ts';
import type { StageDecision } from '../phase/stage/until-decided/stage-decision.ts';
import { emptyPhase } from '../stream/empty-phase.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';
import { requestsOfLook } from '../stream/stage/arrivals.ts';
import type { CriterionCounts } from '../stream/stage/criterion-counts.ts';
import type { RequestRow } from '../stream/rows/request-row.ts';
import { evidenceOf } from '../verdict/decide/evidence.ts';
import { countsOf, decideTogether } from '../verdict/decide/decide-together.ts';
import { isForLooks, lookingAt } from '../verdict/decide/decide-by-requests.ts';
import { decideWithin, errorAtLook } from '../verdict/decide/looks.ts';
import { neededRequests } from '../verdict/enough-samples.ts';
import { isJudgedAt, thresholdsOf, type Threshold } from '../verdict/threshold.ts';

/** Minimum number of requests of the first look: bounds of averages need enough blocks. */
const LEAST_FIRST_LOOK = 64;

/** Decides by the requests of one worker, or by what all workers report of theirs. */
export interface JoinedDecision extends StageDecision {
  /**
   * Decides by the looks of all workers.
   * @param workers the last summary of each worker that has reported
   * @returns the first look at which every criterion is decided; undefined where none is
   */
  readonly decideTogether: (
    stage: string,
    workers: readonly StageSummary[],
  ) => { readonly looks: number; readonly requests: number } | undefined;
}

/**
 * Decides when the criteria of a stage of the load phase are decided, with the same tests that judge the run.
 */
export function createStageDecision({
  criteria,
  phases,
  slos,
  phaseOptions,
}: Pick<RunConfig, 'criteria' | 'phases' | 'slos' | 'phaseOptions'>): JoinedDecision {
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
  const ofStage = (stage: string): Threshold[] => thresholds.filter((one) => appliesTo(stage, one));
  return {
    firstLook,
    summarize: (stage, rows) => {
      const streams = streamsOf(rows, slos);
      return ofStage(stage).map(({ criterion: { metric, aggregate, bound }, threshold }) =>
        countsOf(evidenceOf(metric, aggregate, streams), { bound, threshold }),
      );
    },
    decideTogether: (stage, workers) => {
      const most = looksOfAll(workers);
      for (let looks = 1; looks <= most; looks += 1) {
        const isDecided = ofStage(stage).every((one, place) =>
          isDecidedTogether(one, lookCounts(workers, place), { firstLook, looks }),
        );
        if (isDecided) return { looks, requests: requestsOfLook(firstLook, looks) };
      }
      return undefined;
    },
    isDecided: (stage, rows, look) => {
      const streams = streamsOf(rows, slos);
      return ofStage(stage).every((one) => isDecidedBy(one, streams, { firstLook, looks: look }));
    },
  };
}

/** Looks that every worker with a part in the stage has made; 0 while one has not reported. */
function looksOfAll(workers: readonly StageSummary[]): number {
  const [first] = workers;
  if (first === undefined || workers.length < first.workers) return 0;
  return Math.min(...workers.map(({ looks }) => looks.length));
}

/** The counts of one criterion, by look: those of each worker. */
function lookCounts(
  workers: readonly StageSummary[],
  place: number,
): (look: number) => CriterionCounts[] {
  return (look) =>
    workers.map(({ looks }) => looks[look - 1]?.criteria[place] ?? { kind: 'without-values' });
}

function isDecidedTogether(
  { criterion, threshold }: Threshold,
  countsAt: (look: number) => readonly CriterionCounts[],
  { firstLook, looks }: { readonly firstLook: number; readonly looks: number },
): boolean {
  if (countsAt(looks).every(({ kind }) => kind === 'as-counted')) return true;
  const decided = decideWithin(firstLook, looks, (requests, error) => {
    const look = Math.round(Math.log2(requests / firstLook)) + 1;
    const question = { bound: criterion.bound, threshold, error };
    return { verdict: decideTogether(countsAt(look), criterion, question) };
  });
  return decided !== undefined;
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
