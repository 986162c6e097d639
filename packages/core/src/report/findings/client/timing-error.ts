import { budgetOf, overBudget } from '../../../metric/quality/client-quality.ts';
import type { ArrivalQuality } from '../../../metric/quality/arrival-quality.ts';
import type { ClientQuality } from '../../../spec/quality/client-quality.ts';
import { figure, inEachStage, type FindingDefinition } from '../finding.ts';

/** Timing errors below this are not reported, ms. */
const NEGLIGIBLE_MS = 1;

/** An error above this share of the measured median skews it. */
const SHARE = 0.05;

/** Timing errors that are large relative to the latency. One over its budget is reported by the verdict. */
export const timingErrorLarge: FindingDefinition = {
  name: 'timing-error',
  section: 'dataQuality',
  look: inEachStage(({ result: { arrivals, measurements }, phase }) => {
    const errors = errorsOf(arrivals, phase.result.client);
    if (errors === undefined) return [];
    const parts = [
      {
        name: 'TTFT p50',
        tookMs: measurements['timeToFirstToken']?.p50 ?? Number.NaN,
        errorMs: errors.firstTokenMs,
      },
      {
        name: 'ITL p50',
        tookMs: measurements['interTokenLatency']?.p50 ?? Number.NaN,
        errorMs: errors.gapMs,
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

/** Those of the stage's own requests, else those of the calibrations; undefined over budget. */
function errorsOf(
  arrivals: ArrivalQuality | undefined,
  client: ClientQuality | undefined,
): { firstTokenMs: number; gapMs: number } | undefined {
  const { firstTokenErrorP99Ms = Number.NaN, gapErrorP99Ms = Number.NaN } = arrivals ?? {};
  if (!Number.isNaN(firstTokenErrorP99Ms)) {
    const budget = client === undefined ? undefined : budgetOf(client);
    const isOver =
      budget !== undefined &&
      (firstTokenErrorP99Ms > budget.firstTokenMs || gapErrorP99Ms > budget.gapMs);
    return isOver ? undefined : { firstTokenMs: firstTokenErrorP99Ms, gapMs: gapErrorP99Ms };
  }
  const calibrations = client?.calibrations ?? [];
  if (overBudget(calibrations).length > 0) return undefined;
  return {
    firstTokenMs: Math.max(...calibrations.map((one) => one.firstTokenErrorMs.p99)),
    gapMs: Math.max(...calibrations.map((one) => one.gapErrorMs.p99)),
  };
}
