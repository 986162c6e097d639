import { measureGroups } from '../../metric/group/measure-groups.ts';
import { cutEffect } from '../../metric/abandoned/cut-effect.ts';
import { answeredByCache } from '../../metric/tokens/served-by-cache.ts';
import { promptLengths } from '../../metric/tokens/prompt-lengths.ts';
import {
  countOf,
  isAbandoned,
  isSuccessful,
  isAttempted,
} from '../../metric/measure/service-requests.ts';
import { arrivalQuality } from '../../metric/quality/arrival-quality.ts';
import { steadyMeasurements } from '../../metric/measure/steady-measurements.ts';
import { steadyWindows, type WindowSteadiness } from '../../metric/measure/steady-windows.ts';
import type { StageStreams } from '../../metric/measure/stage-streams.ts';
import { isWithin, windowSeconds } from '../../metric/measure/windows.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { isFailedEnding } from '../../stream/stage/stage-ending.ts';
import { isMeasuredPurpose, type Stage } from '../../stream/stage/stages.ts';
import type { CriterionVerdict } from '../../verdict/criterion-verdict.ts';
import type { MeasuredPhase, MeasuredStage } from '../../verdict/measured-phase.ts';
import { isOfOthers } from '../../verdict/machines/other-workers.ts';
import { requestFailures } from './request-failures.ts';
import type { StageResult, SteadyResult } from './stage-result.ts';
import { placeOf } from './window-results.ts';

/** The results of each stage of a phase, with the criteria that were judged at it. Pure. */
export function stageResults(
  phase: MeasuredPhase,
  criteria: readonly CriterionVerdict[],
): StageResult[] {
  return phase.stages.map((stage) =>
    stageResult(
      phase.streams,
      stage,
      criteria.filter((one) => one.stage === stage.streams.stage.name),
    ),
  );
}

function stageResult(
  phase: PhaseStreams,
  measured: MeasuredStage,
  criteria: CriterionVerdict[],
): StageResult {
  const { streams, measurements, level } = measured;
  const { stage } = streams;
  const steadiness = steadyWindows(streams);
  const steady = steadyMeasurements(streams, steadiness);
  const groups = measureGroups(streams);
  const cached = answeredByCache(streams);
  const lengths = promptLengths(streams);
  const arrivals = arrivalQuality(stage.requests);
  const client = phase.events.findLast(
    (event) => event.kind === 'client-usage' && event.stage === stage.name,
  );
  const isGood = criteria.every(({ status }) => status === 'pass');
  const requests = countRequests(streams);
  return {
    name: stage.name,
    load: stage.load,
    ...(stage.decided === undefined ? {} : { decided: stage.decided }),
    ...(level === undefined ? {} : { level }),
    ...(stage.endedBy === undefined ? {} : { endedBy: stage.endedBy }),
    ...notMeasured(measured),
    ...(stage.cancel === undefined ? {} : { cancel: stage.cancel, cutEffect: cutEffect(streams) }),
    success:
      isGood &&
      isComplete(stage) &&
      (level === undefined ? requests.successful > 0 || isOfOthers(measured) : level.isMet),
    criteria,
    measurements,
    ...(steady === undefined ? {} : { steadyMeasurements: steady }),
    ...(groups.length === 0 ? {} : { groups }),
    warmup: warmupOf(streams),
    windows: stage.windows.map((window) => ({
      ...placeOf(phase, window),
      isWhole: window.isWhole,
      ...steadyOf(
        phase,
        steadiness.find((one) => one.window === window),
      ),
    })),
    sendingMs: sendingMs(streams),
    drain: drainOf(streams),
    requests,
    ...(client?.kind === 'client-usage' ? { client: client.usage } : {}),
    ...(arrivals === undefined ? {} : { arrivals }),
    failures: requestFailures(stage),
    ...(cached === undefined ? {} : { answeredByCache: cached }),
    ...(lengths === undefined ? {} : { promptLengths: lengths }),
  };
}

function notMeasured(measured: MeasuredStage): Pick<StageResult, 'notMeasured'> {
  const { stage } = measured.streams;
  if (stage.requests.length > 0 || !stage.isWhole) return {};
  const isShared = isOfOthers(measured);
  return { notMeasured: isShared ? 'other workers send its requests' : 'no request was sent' };
}

/** Whether a stage measured its whole load, or ended because the server was over-saturated. */
function isComplete({ isWhole, endedBy }: Stage): boolean {
  return isWhole && !isFailedEnding(endedBy);
}

function steadyOf(
  phase: PhaseStreams,
  found: WindowSteadiness | undefined,
): { steady?: SteadyResult } {
  if (found === undefined) return {};
  const { steady } = found;
  return steady.kind === 'none'
    ? { steady: { cause: steady.cause, reason: steady.reason } }
    : { steady: { ...placeOf(phase, steady), levelCount: steady.levelCount } };
}

function countRequests({ stage }: StageStreams): StageResult['requests'] {
  const { requests, windows } = stage;
  const due = countOf(requests, isAttempted);
  const successful = countOf(requests, isSuccessful);
  const dueWithin = countOf(
    requests,
    (row) => isAttempted(row) && windows.some((window) => isWithin(window, startNs(row))),
  );
  return {
    due,
    successful,
    failed: due - successful,
    cancelled: countOf(
      requests,
      ({ purpose, outcome }) => isMeasuredPurpose(purpose) && outcome === 'cancelled',
    ),
    abandoned: countOf(requests, isAbandoned),
    duePerSecond: dueWithin / windowSeconds(windows),
  };
}

/** When a request was due: the window begins with the first send, which may be a moment after its scheduled start. */
function startNs({ scheduledNs, sentNs }: { scheduledNs: number; sentNs: number }): number {
  return Number.isNaN(sentNs) ? scheduledNs : sentNs;
}

/** The warm-up: its requests, and the time from their first send to the first measured one. */
function warmupOf({ stage }: StageStreams): StageResult['warmup'] {
  const { requests, windows } = stage;
  let count = 0;
  let beganNs = Infinity;
  for (const { purpose, sentNs } of requests) {
    if (purpose !== 'warm-up') continue;
    count += 1;
    if (sentNs < beganNs) beganNs = sentNs;
  }
  const untilNs = windows[0]?.beganNs ?? Number.NaN;
  const durationMs = (untilNs - beganNs) / 1e6;
  return { requests: count, durationMs: count === 0 ? 0 : Math.max(0, durationMs) };
}

function sendingMs({ stage }: StageStreams): number {
  let first = Infinity;
  let last = Number.NEGATIVE_INFINITY;
  for (const { purpose, sentNs } of stage.requests) {
    if (!isMeasuredPurpose(purpose)) continue;
    if (sentNs < first) first = sentNs;
    if (sentNs > last) last = sentNs;
  }
  return last >= first ? (last - first) / 1e6 : Number.NaN;
}

/** Measured requests that ended after the last window, and how long after. */
function drainOf({ stage }: StageStreams): StageResult['drain'] {
  const endedNs = stage.windows.at(-1)?.endedNs ?? Number.NaN;
  let count = 0;
  let lastNs = endedNs;
  for (const row of stage.requests) {
    if (!isMeasuredPurpose(row.purpose) || !(row.endNs > endedNs)) continue;
    count += 1;
    if (row.endNs > lastNs) lastNs = row.endNs;
  }
  return { requests: count, durationMs: (lastNs - endedNs) / 1e6 };
}
