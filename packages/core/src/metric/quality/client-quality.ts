import type { ClientCalibration } from '../../spec/quality/client-calibration.ts';
import type { ClientQuality } from '../../spec/quality/client-quality.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';

/** The data quality of the client in a phase; undefined where no client of Loadcell used the network. */
export function clientQuality({ events }: PhaseStreams): ClientQuality | undefined {
  const calibrations = events.flatMap((event) =>
    event.kind === 'client-calibrated' ? [event.calibration] : [],
  );
  const [not] = events.flatMap((event) =>
    event.kind === 'client-not-calibrated' ? [{ cause: event.cause, reason: event.reason }] : [],
  );
  const usage = events.flatMap((event) =>
    event.kind === 'client-usage' ? [{ stage: event.stage, usage: event.usage }] : [],
  );
  if (calibrations.length === 0 && not === undefined && usage.length === 0) return undefined;
  return { calibrations, ...(not === undefined ? {} : { notCalibrated: not }), usage };
}

/** The calibrations whose timing error is over budget. */
export function overBudget(calibrations: readonly ClientCalibration[]): ClientCalibration[] {
  return calibrations.filter(
    ({ budget, firstTokenErrorMs, gapErrorMs }) =>
      firstTokenErrorMs.p99 > budget.firstTokenMs || gapErrorMs.p99 > budget.gapMs,
  );
}
