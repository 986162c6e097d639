import { describeExit, describeOomKill } from '../metric/format/describe-event.ts';
import { formatMs, formatValue } from '../metric/format/format-value.ts';
import {
  countOf,
  isAbandoned,
  isSuccessful,
  isAttempted,
} from '../metric/measure/service-requests.ts';
import { LoadcellError, ResourceError, TestError } from '../spec/error/errors.ts';
import { isEmptyResponse } from '../stream/rows/empty-response.ts';
import { SERVER_LOST } from '../stream/rows/lost-server.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';
import { adviseEnding, explainEnding } from '../stream/stage/describe-ending.ts';
import { isFailedEnding, STAGE_OUTAGE } from '../stream/stage/stage-ending.ts';
import type { RequestRow } from '../stream/rows/request-row.ts';
import { isProbe, type Stage } from '../stream/stage/stages.ts';
import { reasonsForDistrust } from './distrust.ts';
import { describeLostServer } from './lost-server.ts';

/** What makes a phase fail whatever its criteria say. */
export interface PhaseFailure {
  readonly kind:
    | 'error'
    | 'target-died'
    | 'limit-crossed'
    | 'no-success'
    | 'incomplete'
    | 'not-run'
    | 'stage-ended'
    | 'untrustworthy';
  /** The failure as an error, with a message for people. */
  readonly error: Error;
}

/** That the kernel killed for memory as a process ended, as the rest of a sentence; empty where it did not. */
function describeKillOf(pid: number, { events }: PhaseStreams): string {
  const kill = events.find(
    (event) => event.kind === 'oom-kill' && event.ended.some((one) => one.pid === pid),
  );
  return kill?.kind === 'oom-kill' ? `: the kernel killed ${describeOomKill(kill)}` : '';
}

/**
 * What makes a phase fail whatever its criteria say: errors, a target that died, a limit that was crossed, no request
 * that succeeded, a phase that never ended, a sampler or a client that cannot be trusted.
 * @param errors of this phase, beside those that its events hold
 */
export function phaseFailures(phase: PhaseStreams, errors: readonly Error[]): PhaseFailure[] {
  const stated = [
    ...phase.events.flatMap((event) => (event.kind === 'phase-failed' ? [event.error] : [])),
    ...errors,
  ];
  const failures: PhaseFailure[] = distinct(stated).map((error) => ({ kind: 'error', error }));
  const limitStated = stated.some((error) => error instanceof ResourceError);
  const deathStated = stated.some((error) => hasCode(error, 'TARGET_DIED'));
  for (const event of phase.events) {
    if (event.kind === 'target-exited' && !event.expected && !deathStated) {
      const afterMs = (event.atNs - phase.beganNs) / 1e6;
      const clock = new Date(phase.clockEpochMs + event.atNs / 1e6).toISOString();
      const text = `The target's process ${event.pid} died ${describeExit(event)} ${formatMs(afterMs)} into the phase, at ${clock}${describeKillOf(event.pid, phase)}.`;
      failures.push({ kind: 'target-died', error: new TestError(text, { phase: phase.name }) });
    }
    if (event.kind === 'limit-crossed' && !limitStated) {
      failures.push({ kind: 'limit-crossed', error: limitError(event) });
    }
  }
  const fail = (kind: PhaseFailure['kind'], text: string): void => {
    failures.push({ kind, error: new TestError(text, { phase: phase.name }) });
  };
  const isDeathTold =
    deathStated || failures.some(({ kind }) => kind === 'target-died' || kind === 'limit-crossed');
  const isOutTold = stated.some((error) => hasCode(error, STAGE_OUTAGE));
  const lost = isDeathTold || isOutTold ? undefined : describeLostServer(phase);
  if (lost !== undefined) fail('target-died', lost);
  // A phase that was left because its first requests failed says so with their error.
  const isLeft = stated.some((error) => hasCode(error, 'FAILS_ALIKE'));
  failures.push(...(isLeft ? [] : endedByErrors(phase)));
  for (const text of isLeft ? [] : describeNoSuccess(phase)) fail('no-success', text);
  if (!phase.ended) {
    const afterMs = (phase.endedNs - phase.beganNs) / 1e6;
    fail(
      'incomplete',
      `The phase did not end: the last thing seen was ${formatMs(afterMs)} into it.`,
    );
  }
  for (const text of reasonsForDistrust(phase)) {
    const error = new TestError(text, { phase: phase.name }, { code: 'UNTRUSTWORTHY' });
    failures.push({ kind: 'untrustworthy', error });
  }
  // The loss with its time says more than the error that ended the phase because of it.
  const isLossTold = isDeathTold || lost !== undefined;
  return isLossTold ? failures.filter(({ error }) => !hasCode(error, SERVER_LOST)) : failures;
}

function hasCode(error: Error, code: string): boolean {
  return error instanceof LoadcellError && error.code === code;
}

/**
 * The same failure can reach us through the events and from the runner: by its message it is one. Its class is no help,
 * since an error that was read back from a file may have lost it.
 */
function distinct(errors: readonly Error[]): Error[] {
  return [...new Map(errors.map((error) => [error.message, error])).values()];
}

function limitError(event: { resource: string; limit: number; actual: number }): ResourceError {
  const unit = event.resource === 'memory' ? 'bytes' : 'count';
  const actual = formatValue(unit, event.actual);
  return new ResourceError(
    `The target used ${actual} of ${event.resource}, over the limit of ${formatValue(unit, event.limit)}.`,
    event,
  );
}

function hasNoToken(row: RequestRow): boolean {
  return isEmptyResponse(row) && !(row.outputTokens > 0);
}

/** A server that finishes every response without a token serves nothing, however fast it does. */
function describeNoToken({ requests }: PhaseStreams): string | undefined {
  const answered = requests.filter(isSuccessful);
  if (answered.length === 0 || !answered.every(hasNoToken)) return undefined;
  return `None of ${answered.length} successful responses has a token: the server finished each without text. Check its model and its chat template.`;
}

/** A load without one success can never pass; a level of a sweep is made to break. */
function describeFailedStage(
  { name, requests, isWhole, endedBy }: Stage,
  count: number,
): string | undefined {
  // Its early end is the reason.
  if (requests.some(isSuccessful) || isFailedEnding(endedBy)) return undefined;
  const first = requests.find(isAttempted);
  const where = count > 1 ? ` of stage ${name}` : '';
  const abandoned = countOf(requests, isAbandoned);
  if (first === undefined && abandoned > 0) {
    return `All ${abandoned} measured requests${where} were cancelled on purpose, so nothing was measured.`;
  }
  if (first === undefined) {
    // One that was cut off may have had no time for any, and what cut it off has failed the phase.
    return isWhole ? `No measured request${where} was made.` : undefined;
  }
  return `None of ${countOf(requests, isAttempted)} requests${where} succeeded; the first failed with: ${first.errorMessage}`;
}

/** Stages that errors ended. Levels of a sweep are left out, since they are made to break, and an outage has ended the phase. */
function endedByErrors({ name: phase, stages }: PhaseStreams): PhaseFailure[] {
  return stages.flatMap((stage): PhaseFailure[] => {
    const { name, endedBy } = stage;
    if (isProbe(stage) || endedBy?.kind !== 'errors') return [];
    const options = { code: 'STAGE_ERRORS', help: adviseEnding(endedBy) };
    const error = new TestError(explainEnding(name, endedBy), { phase }, options);
    return [{ kind: 'stage-ended', error }];
  });
}

/** Zero successful requests can never pass, of a stage or of all. */
function describeNoSuccess(phase: PhaseStreams): string[] {
  if (phase.events.some(({ kind }) => kind === 'recording-began')) return [];
  const loads = phase.stages.filter((stage) => !isProbe(stage));
  const failed = loads.flatMap((stage) => describeFailedStage(stage, phase.stages.length) ?? []);
  if (failed.length > 0) return failed;
  const noToken = describeNoToken(phase);
  if (noToken !== undefined) return [noToken];
  if (phase.requests.some((row) => row.outcome === 'ok')) return [];
  if (loads.some(({ endedBy }) => isFailedEnding(endedBy))) return [];
  // A phase that was cut off may have had no time to make or to keep any: that it did not end fails it already, and is
  // no fault of the target.
  if (phase.requests.length === 0 && !phase.ended) return [];
  return [
    phase.requests.length === 0
      ? 'No request was made, so nothing was measured.'
      : `None of ${phase.requests.length} requests succeeded.`,
  ];
}
