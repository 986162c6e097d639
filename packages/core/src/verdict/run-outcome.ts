import { LoadcellError } from '../spec/error/errors.ts';
import type { RunStreams } from '../stream/phase-streams.ts';
import type { PhaseVerdict, RunOutcome, RunVerdict } from './run-verdict.ts';

/** The outcome of a run. Criteria and data quality concern the measurement; every other failure concerns the target or the run. */
export function outcomeOf(
  phases: readonly PhaseVerdict[],
  errors: readonly Error[],
  status: RunStreams['status'],
  complete: boolean,
): RunOutcome {
  const failures = phases.flatMap((phase) => phase.failures.map((failure) => failure.kind));
  if (!complete && status === 'interrupted') return 'incomplete';
  const reported = [
    ...errors,
    ...phases.flatMap((phase) => phase.failures.map(({ error }) => error)),
  ];
  if (reported.some(isOfMeasurement)) return 'unreliable';
  const targetFailed = failures.some(
    (kind) =>
      kind === 'error' ||
      kind === 'target-died' ||
      kind === 'limit-crossed' ||
      kind === 'no-success' ||
      kind === 'stage-ended',
  );
  if (targetFailed || errors.length > 0) return 'target-failed';
  if (!complete || failures.includes('incomplete')) return 'incomplete';
  if (status === 'failed') return 'target-failed';
  const reliable = phases.filter((phase) => !isUnreliable(phase));
  const reasons = reliable.flatMap((phase) => phase.criteria.map((one) => one.reason));
  const hasUnreliable = reliable.length < phases.length;
  // An unreliable phase misses nothing: the client may have been slow, not the server.
  const missed = reasons.some((reason) => reason !== 'met' && reason !== 'inconclusive');
  if (missed) return 'criterion-failed';
  if (failures.includes('not-run') || phases.length === 0) return 'incomplete';
  if (hasUnreliable) return 'unreliable';
  return reasons.includes('inconclusive') ? 'inconclusive' : 'pass';
}

/** The exit code of an outcome. */
export function exitCodeOf(
  outcome: RunOutcome,
  status: RunStreams['status'],
): RunVerdict['exitCode'] {
  switch (outcome) {
    case 'pass':
      return 0;
    case 'criterion-failed':
      return 1;
    case 'target-failed':
      return 3;
    case 'unreliable':
    case 'inconclusive':
      return 4;
    case 'incomplete':
      return status === 'interrupted' ? 130 : 4;
  }
}

function isUnreliable({ failures }: PhaseVerdict): boolean {
  return failures.some(({ kind }) => kind === 'unreliable');
}

/** Data that could not be written, and machines that were lost, are no failures of the target. */
function isOfMeasurement(error: Error): boolean {
  return (
    error instanceof LoadcellError &&
    (error.code === 'RECORDING' || /^(?:FLEET_|BUS)/.test(error.code))
  );
}
