import { describeOomKill, killOf } from '../metric/format/describe-event.ts';
import { formatMs, formatValue } from '../metric/format/format-value.ts';
import {
  countOf,
  isAbandoned,
  isSuccessful,
  isAttempted,
} from '../metric/measure/service-requests.ts';
import { describeEnd } from '../spec/describe-end.ts';
import { LoadcellError, ResourceError, TestError } from '../spec/error/errors.ts';
import { isEmptyResponse } from '../stream/rows/empty-response.ts';
import { SERVER_LOST } from '../stream/rows/lost-server.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';
import { adviseEnding, explainEnding } from '../stream/stage/describe-ending.ts';
import { isFailedEnding, STAGE_OUTAGE } from '../stream/stage/stage-ending.ts';
import type { RequestRow } from '../stream/rows/request-row.ts';
import { isProbe, type Stage } from '../stream/stage/stages.ts';
import { reasonsUnreliable } from './unreliable.ts';
import { describeLostServer } from './lost-server.ts';

/** A failure of a phase independent of its criteria. */
export interface PhaseFailure {
  readonly kind:
    | 'error'
    | 'target-died'
    | 'limit-crossed'
    | 'no-success'
    | 'incomplete'
    | 'not-run'
    | 'stage-ended'
    | 'unreliable';
  /** The failure as an error with a readable message. */
  readonly error: Error;
}

/** An OOM kill at the exit of a process, as the rest of a sentence; empty without one. */
function describeKillOf(pid: number, { events }: PhaseStreams): string {
  const kill = killOf(
    pid,
    events.filter((event) => event.kind === 'oom-kill'),
  );
  return kill === undefined ? '' : `: the kernel killed ${describeOomKill(kill)}`;
}

/**
 * The failures of a phase independent of its criteria: errors, a target that died, a limit that was crossed, no request
 * that succeeded, a phase that never ended, an unreliable sampler or client.
 * @param errors of this phase, in addition to those of its events
 */
export function phaseFailures(phase: PhaseStreams, errors: readonly Error[]): PhaseFailure[] {
  const stated = [
    ...phase.events.flatMap((event) => (event.kind === 'phase-failed' ? [event.error] : [])),
    ...errors,
  ];
  const failures: PhaseFailure[] = distinct(stated).map((error) => ({ kind: 'error', error }));
  const limitStated = stated.some((error) => hasCode(error, 'RESOURCE'));
  const deathStated = stated.some((error) => hasCode(error, 'TARGET_DIED'));
  for (const event of phase.events) {
    if (event.kind === 'target-exited' && !event.expected && !deathStated) {
      const afterMs = (event.atNs - phase.beganNs) / 1e6;
      const clock = new Date(phase.clockEpochMs + event.atNs / 1e6).toISOString();
      const text = `Target process ${event.pid} ${describeEnd(event)}, ${formatMs(afterMs)} into the phase (${clock})${describeKillOf(event.pid, phase)}.`;
      failures.push({ kind: 'target-died', error: new TestError(text, { phase: phase.name }) });
    }
    if (event.kind === 'limit-crossed' && !limitStated) {
      failures.push({ kind: 'limit-crossed', error: limitError(event) });
    }
  }
  const fail = (kind: PhaseFailure['kind'], text: string): void => {
    failures.push({ kind, error: new TestError(text, { phase: phase.name }) });
  };
  const isDeathReported =
    deathStated || failures.some(({ kind }) => kind === 'target-died' || kind === 'limit-crossed');
  const isOutageReported = stated.some((error) => hasCode(error, STAGE_OUTAGE));
  const lost = isDeathReported || isOutageReported ? undefined : describeLostServer(phase);
  if (lost !== undefined) fail('target-died', lost);
  // A phase that ended because its first requests failed has their error.
  const isLeft = stated.some((error) => hasCode(error, 'FAILS_ALIKE'));
  failures.push(...(isLeft ? [] : endedByErrors(phase)));
  for (const text of isLeft ? [] : describeNoSuccess(phase)) fail('no-success', text);
  if (!phase.ended) {
    const afterMs = (phase.endedNs - phase.beganNs) / 1e6;
    fail('incomplete', `The phase did not end; its last record is ${formatMs(afterMs)} into it.`);
  }
  for (const text of reasonsUnreliable(phase)) {
    const error = new TestError(text, { phase: phase.name }, { code: 'UNRELIABLE' });
    failures.push({ kind: 'unreliable', error });
  }
  // The loss with its time is more informative than the error that ended the phase because of it.
  const isLossReported = isDeathReported || lost !== undefined;
  return isLossReported ? failures.filter(({ error }) => !hasCode(error, SERVER_LOST)) : failures;
}

function hasCode(error: Error, code: string): boolean {
  return error instanceof LoadcellError && error.code === code;
}

/**
 * The same failure may come from the events and from the runner; its message identifies it. Its class does not,
 * since an error read back from a file may have lost it.
 */
function distinct(errors: readonly Error[]): Error[] {
  return [...new Map(errors.map((error) => [error.message, error])).values()];
}

function limitError(event: { resource: string; limit: number; actual: number }): ResourceError {
  const unit = event.resource === 'memory' ? 'bytes' : 'count';
  const actual = formatValue(unit, event.actual);
  return new ResourceError(
    `The target used ${actual} of ${event.resource}, above the limit of ${formatValue(unit, event.limit)}.`,
    event,
  );
}

function hasNoToken(row: RequestRow): boolean {
  return isEmptyResponse(row) && !(row.outputTokens > 0);
}

/** A server that finishes every response without a token serves nothing, however fast. */
function describeNoToken({ requests }: PhaseStreams): string | undefined {
  const successful = requests.filter(isSuccessful);
  if (successful.length === 0 || !successful.every(hasNoToken)) return undefined;
  return `None of ${successful.length} successful responses has a token: the server finished each without text. Check its model and chat template.`;
}

/** A load without a success can never pass; levels of a sweep may fail. */
function describeFailedStage(
  { name, requests, isWhole, endedBy, slice }: Stage,
  count: number,
): string | undefined {
  // Its early end is reported as the reason.
  if (requests.some(isSuccessful) || isFailedEnding(endedBy)) return undefined;
  const first = requests.find(isAttempted);
  const where = count > 1 ? ` of stage ${name}` : '';
  const abandoned = countOf(requests, isAbandoned);
  if (first === undefined && abandoned > 0) {
    return `All ${abandoned} measured requests${where} were canceled on purpose, so nothing was measured.`;
  }
  // One of several workers may have no part in a small load.
  if (first === undefined && slice !== undefined) return undefined;
  if (first === undefined) {
    // A stage that was cut off may have had no time for one, and its cause has failed the phase.
    return isWhole ? `No measured request${where} was made.` : undefined;
  }
  return `None of ${countOf(requests, isAttempted)} requests${where} succeeded; the first failed with: ${first.errorMessage}`;
}

/** Stages that errors ended, without levels of a sweep, which may fail. An outage has ended the phase itself. */
function endedByErrors({ name: phase, stages }: PhaseStreams): PhaseFailure[] {
  return stages.flatMap((stage): PhaseFailure[] => {
    const { name, endedBy } = stage;
    if (isProbe(stage) || endedBy?.kind !== 'errors') return [];
    const options = { code: 'STAGE_ERRORS', help: adviseEnding(endedBy) };
    const error = new TestError(explainEnding(name, endedBy), { phase }, options);
    return [{ kind: 'stage-ended', error }];
  });
}

/** A stage or a phase without a successful request can never pass. */
function describeNoSuccess(phase: PhaseStreams): string[] {
  if (phase.events.some(({ kind }) => kind === 'recording-began')) return [];
  const loads = phase.stages.filter((stage) => !isProbe(stage));
  const failed = loads.flatMap((stage) => describeFailedStage(stage, phase.stages.length) ?? []);
  if (failed.length > 0) return failed;
  const noToken = describeNoToken(phase);
  if (noToken !== undefined) return [noToken];
  if (phase.requests.some((row) => row.outcome === 'ok')) return [];
  if (loads.some(({ endedBy }) => isFailedEnding(endedBy))) return [];
  // A phase that was cut off may have had no time for a request; it fails already because it did not end, which is
  // no fault of the target.
  if (phase.requests.length === 0 && !phase.ended) return [];
  if (phase.requests.length === 0 && loads.some(({ slice }) => slice !== undefined)) return [];
  return [
    phase.requests.length === 0
      ? 'No request was made, so nothing was measured.'
      : `None of ${phase.requests.length} requests succeeded.`,
  ];
}
