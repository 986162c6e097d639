import type { ClientCalibration } from '../../spec/account/client-calibration.ts';
import type { ClientQuality } from '../../spec/account/client-quality.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';

/** Reads the client's account of itself out of a phase; undefined where no client of ours was on a network. */
export function clientQuality({ events }: PhaseStreams): ClientQuality | undefined {
  const calibrations = events.flatMap((event) =>
    event.kind === 'client-calibrated' ? [event.calibration] : [],
  );
  const [not] = events.flatMap((event) =>
    event.kind === 'client-not-calibrated' ? [{ cause: event.cause, reason: event.reason }] : [],
  );
  const accounts = events.flatMap((event) =>
    event.kind === 'client-account' ? [{ stage: event.stage, account: event.account }] : [],
  );
  if (calibrations.length === 0 && not === undefined && accounts.length === 0) return undefined;
  return { calibrations, ...(not === undefined ? {} : { notCalibrated: not }), accounts };
}

/** The calibrations of a phase in which a stamp error was over its budget. */
export function overBudget(calibrations: readonly ClientCalibration[]): ClientCalibration[] {
  return calibrations.filter(
    ({ budget, firstTokenErrorMs, gapErrorMs }) =>
      firstTokenErrorMs.p99 > budget.firstTokenMs || gapErrorMs.p99 > budget.gapMs,
  );
}
