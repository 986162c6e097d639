import { LoadcellError } from '../../spec/error/errors.ts';
import type { RunVerdict } from '../../verdict/run-verdict.ts';
import type { RunStreams } from '../../stream/phase-streams.ts';

/** A run with nothing to report but its failure. */
export interface FailedRun {
  readonly error: Error;
  /** Whether it failed before its first phase. */
  readonly isBefore: boolean;
  /** Whether the target was reached in any phase. */
  readonly isReached: boolean;
}

/** The failure of a run whose target failed before any request succeeded. @returns undefined for any other run */
export function failedRun({
  verdict,
  streams,
}: {
  readonly verdict: RunVerdict;
  readonly streams: Pick<RunStreams, 'phases'>;
}): FailedRun | undefined {
  if (verdict.outcome !== 'target-failed') return undefined;
  const hasSuccess = streams.phases.some(({ requests }) =>
    requests.some(({ outcome }) => outcome === 'ok'),
  );
  if (hasSuccess) return undefined;
  const failures = verdict.phases.flatMap((phase) => phase.failures);
  const first = failures.find(({ kind }) => kind !== 'not-run' && kind !== 'unreliable');
  // What fails after a crossed limit is its consequence, in whichever phase it shows.
  const crossed = [...failures.map((one) => one.error), ...verdict.errors].find(isOfLimit);
  const error = crossed ?? first?.error ?? verdict.errors[0];
  if (error === undefined) return undefined;
  const isReached = streams.phases.some(({ events }) =>
    events.some(({ kind }) => kind === 'target-described'),
  );
  return { error, isBefore: streams.phases.length === 0, isReached };
}

function isOfLimit(error: Error): boolean {
  return error instanceof LoadcellError && error.code === 'RESOURCE';
}
