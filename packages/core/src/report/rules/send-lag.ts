import { figure, inEachPhase, type Rule } from './rule.ts';

/** Lag that is never worth a word, milliseconds. */
const NEGLIGIBLE_MS = 5;

/** Share of the median response time from which lag colours the result. */
const SHARE = 0.05;

/** A client that could not keep its own schedule. */
export const sendLagLarge: Rule = {
  name: 'send-lag',
  severity: 'notable',
  section: 'honesty',
  look: inEachPhase(({ result: { measurements } }) => {
    const lagMs = measurements['sendLag']?.p99 ?? Number.NaN;
    const responseMs = measurements['responseLatency']?.p50 ?? Number.NaN;
    if (!(lagMs > NEGLIGIBLE_MS && lagMs > SHARE * responseMs)) return [];
    return [
      {
        finding: 'The client sent requests late',
        evidence: [
          figure('late by p99', 'ms', lagMs),
          figure('response time p50', 'ms', responseMs),
        ],
        advice:
          'Response times count that wait: lower the rate, or give the client more CPU, before blaming the host.',
      },
    ];
  }),
};
