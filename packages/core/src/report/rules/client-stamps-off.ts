import { overBudget } from '../../metric/client-honesty.ts';
import { figure, inEachPhase, type Rule } from './rule.ts';

/** Errors that are never worth a word, milliseconds. */
const NEGLIGIBLE_MS = 1;

/** Share of the median that was measured from which an error colours it. */
const SHARE = 0.05;

/** A client whose stamps are off by what matters beside the times that it took. Over its budget, the verdict says it already. */
export const clientStampsOff: Rule = {
  name: 'client-stamps-off',
  severity: 'notable',
  section: 'honesty',
  look: inEachPhase(({ result: { client, measurements } }) => {
    const calibrations = client?.calibrations ?? [];
    if (overBudget(calibrations).length > 0) return [];
    const parts = [
      {
        name: 'time to first token p50',
        tookMs: measurements['timeToFirstToken']?.p50 ?? Number.NaN,
        errorMs: Math.max(...calibrations.map((one) => one.firstTokenErrorMs.p99)),
      },
      {
        name: 'gap between tokens p50',
        tookMs: measurements['interTokenLatency']?.p50 ?? Number.NaN,
        errorMs: Math.max(...calibrations.map((one) => one.gapErrorMs.p99)),
      },
    ];
    return parts
      .filter(({ tookMs, errorMs }) => errorMs > Math.max(NEGLIGIBLE_MS, SHARE * tookMs))
      .map(({ name, tookMs, errorMs }) => ({
        finding: "The client's own stamps are off by as much as matters here",
        evidence: [figure('off by p99', 'ms', errorMs), figure(name, 'ms', tookMs)],
        advice:
          'Give the client a free core, or a machine of its own, before reading such small times.',
      }));
  }),
};
