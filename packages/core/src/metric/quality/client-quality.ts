import type { ClientCalibration } from '../../spec/quality/client-calibration.ts';
import type { ClientErrorBudget } from '../../spec/quality/client-error-budget.ts';
import type { ClientQuality } from '../../spec/quality/client-quality.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { arrivalQuality, ownTimingError, type TimingError } from './arrival-quality.ts';

/** The data quality of the client in a phase; undefined where no client of Loadcell used the network. */
export function clientQuality({ events }: PhaseStreams): ClientQuality | undefined {
  const calibrations = events.flatMap((event) =>
    event.kind === 'client-calibrated' ? [event.calibration] : [],
  );
  const [not] = events.flatMap((event) =>
    event.kind === 'client-not-calibrated'
      ? [{ cause: event.cause, reason: event.reason, budget: event.budget }]
      : [],
  );
  const usage = events.flatMap((event) =>
    event.kind === 'client-usage' ? [{ stage: event.stage, usage: event.usage }] : [],
  );
  if (calibrations.length === 0 && not === undefined && usage.length === 0) return undefined;
  return { calibrations, ...(not === undefined ? {} : { notCalibrated: not }), usage };
}

/** The timing error of a stage, measured on its own requests. */
export interface OwnError {
  stage: string;
  error: TimingError;
}

/** The stages of which the timing error is known from their own requests, and whether those are all that have any. */
export function ownErrors(phase: PhaseStreams): { known: OwnError[]; areAll: boolean } {
  const timed = phase.stages.flatMap(({ name: stage, requests }) => {
    const arrivals = arrivalQuality(requests);
    return arrivals === undefined ? [] : [{ stage, error: ownTimingError(arrivals) }];
  });
  const known = timed.flatMap(({ stage, error }) =>
    error === undefined ? [] : [{ stage, error }],
  );
  return { known, areAll: known.length > 0 && known.length === timed.length };
}

/** The budget of a phase; undefined where no client of Loadcell used the network. */
export function budgetOf(quality: ClientQuality): ClientErrorBudget | undefined {
  return quality.calibrations[0]?.budget ?? quality.notCalibrated?.budget;
}

/** Whether a timing error is larger than a reliable client has. */
export function isOverBudget(
  { firstTokenMs, gapMs }: TimingError,
  budget: ClientErrorBudget,
): boolean {
  return firstTokenMs > budget.firstTokenMs || gapMs > budget.gapMs;
}

/** The timing error of a calibration. */
export function calibratedError(calibration: ClientCalibration): TimingError {
  const { firstTokenErrorMs, gapErrorMs } = calibration;
  return { firstTokenMs: firstTokenErrorMs.p99, gapMs: gapErrorMs.p99 };
}

/** The calibrations whose timing error is over budget. */
export function overBudget(calibrations: readonly ClientCalibration[]): ClientCalibration[] {
  return calibrations.filter((one) => isOverBudget(calibratedError(one), one.budget));
}
