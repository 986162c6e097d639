import { overBudget } from '../../../metric/quality/client-quality.ts';
import { figure, inEachStage, type FindingDefinition } from '../finding.ts';

/** Timing errors below this are not reported, ms. */
const NEGLIGIBLE_MS = 1;

/** An error above this share of the measured median skews it. */
const SHARE = 0.05;

/** Timing errors that are large relative to the latency. One over its budget is reported by the verdict. */
export const timingErrorLarge: FindingDefinition = {
  name: 'timing-error',
  section: 'dataQuality',
  look: inEachStage(({ result: { measurements }, phase }) => {
    const calibrations = phase.result.client?.calibrations ?? [];
    if (overBudget(calibrations).length > 0) return [];
    const parts = [
      {
        name: 'TTFT p50',
        tookMs: measurements['timeToFirstToken']?.p50 ?? Number.NaN,
        errorMs: Math.max(...calibrations.map((one) => one.firstTokenErrorMs.p99)),
      },
      {
        name: 'ITL p50',
        tookMs: measurements['interTokenLatency']?.p50 ?? Number.NaN,
        errorMs: Math.max(...calibrations.map((one) => one.gapErrorMs.p99)),
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
