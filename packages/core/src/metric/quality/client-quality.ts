import type { ClientCalibration } from '../../spec/quality/client-calibration.ts';
import type { ClientErrorBudget } from '../../spec/quality/client-error-budget.ts';
import type { ClientQuality } from '../../spec/quality/client-quality.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { arrivalQuality, type ArrivalQuality } from './arrival-quality.ts';

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
  arrivals: ArrivalQuality;
}

/** The stages of which the timing error is known from their own requests, and whether those are all that have any. */
export function ownErrors(phase: PhaseStreams): { known: OwnError[]; areAll: boolean } {
  const errors = phase.stages.flatMap(({ name: stage, requests }) => {
    const arrivals = arrivalQuality(requests);
    return arrivals === undefined ? [] : [{ stage, arrivals }];
  });
  const known = errors.filter(({ arrivals }) => !Number.isNaN(arrivals.firstTokenErrorP99Ms));
  return { known, areAll: known.length > 0 && known.length === errors.length };
}

/** The budget of a phase; undefined where no client of Loadcell used the network. */
export function budgetOf(quality: ClientQuality): ClientErrorBudget | undefined {
  return quality.calibrations[0]?.budget ?? quality.notCalibrated?.budget;
}

/** The calibrations whose timing error is over budget. */
export function overBudget(calibrations: readonly ClientCalibration[]): ClientCalibration[] {
  return calibrations.filter(
    ({ budget, firstTokenErrorMs, gapErrorMs }) =>
      firstTokenErrorMs.p99 > budget.firstTokenMs || gapErrorMs.p99 > budget.gapMs,
  );
}
