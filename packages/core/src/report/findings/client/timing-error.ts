import {
  ownTimingError,
  type ArrivalQuality,
  type TimingError,
} from '../../../metric/quality/arrival-quality.ts';
import {
  budgetOf,
  calibratedError,
  isOverBudget,
  overBudget,
} from '../../../metric/quality/client-quality.ts';
import type { ClientQuality } from '../../../spec/quality/client-quality.ts';
import { figure, inEachStage, type FindingDefinition } from '../finding.ts';

/** Timing errors below this are not reported, ms. */
const NEGLIGIBLE_MS = 1;

/** An error above this share of the measured median skews it. */
const SHARE = 0.05;

export const timingErrorLarge: FindingDefinition = {
  name: 'timing-error',
  meaning:
    'Timing errors of the client are large relative to the latency. Errors above their budget are in the verdict instead.',
  section: 'dataQuality',
  look: inEachStage(({ result: { arrivals, measurements }, phase }) => {
    const error = errorOf(arrivals, phase.result.client);
    if (error === undefined) return [];
    const parts = [
      {
        name: 'TTFT p50',
        tookMs: measurements['timeToFirstToken']?.p50 ?? Number.NaN,
        errorMs: error.firstTokenMs,
      },
      {
        name: 'ITL p50',
        tookMs: measurements['interTokenLatency']?.p50 ?? Number.NaN,
        errorMs: error.gapMs,
      },
    ];
    return parts
      .filter(({ tookMs, errorMs }) => errorMs > Math.max(NEGLIGIBLE_MS, SHARE * tookMs))
      .map(({ name, tookMs, errorMs }) => ({
        severity: 'warning',
        finding: 'Client timing error is large relative to the latency',
        evidence: [figure('timing error p99', 'ms', errorMs), figure(name, 'ms', tookMs)],
        advice: 'Give the client a free core or its own machine before trusting times this small.',
      }));
  }),
};

/** That of the stage's own requests, else the largest of the calibrations; undefined over budget. */
function errorOf(
  arrivals: ArrivalQuality | undefined,
  client: ClientQuality | undefined,
): TimingError | undefined {
  const own = ownTimingError(arrivals);
  if (own !== undefined) {
    const budget = client === undefined ? undefined : budgetOf(client);
    return budget !== undefined && isOverBudget(own, budget) ? undefined : own;
  }
  const calibrations = client?.calibrations ?? [];
  if (overBudget(calibrations).length > 0) return undefined;
  const errors = calibrations.map(calibratedError);
  return {
    firstTokenMs: Math.max(...errors.map(({ firstTokenMs }) => firstTokenMs)),
    gapMs: Math.max(...errors.map(({ gapMs }) => gapMs)),
  };
}
