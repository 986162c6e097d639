import { figure, inEachPhase, type Rule, type RuleInput } from './rule.ts';

/** How many times the unloaded first token a loaded one takes when requests queue. */
const TIMES = 5;

/** A wait that nobody minds, milliseconds. */
const NEGLIGIBLE_MS = 100;

/** First tokens that come far later under load than without: requests wait in the host for their turn. */
export const hostQueueing: Rule = {
  name: 'host-queueing',
  severity: 'notable',
  section: 'first-token',
  look: inEachPhase(({ result }, run) => {
    const loadedMs = result.measurements['timeToFirstToken']?.p95 ?? Number.NaN;
    const aloneMs = unloadedMs(run);
    const atOnce = result.measurements['concurrency']?.max ?? Number.NaN;
    if (!(atOnce > 1 && loadedMs > TIMES * aloneMs && loadedMs - aloneMs > NEGLIGIBLE_MS)) {
      return [];
    }
    return [
      {
        finding: 'Requests queued in the host: first tokens came far later than for one user',
        evidence: [
          figure('first token p95', 'ms', loadedMs),
          figure('unloaded', 'ms', aloneMs),
          figure('requests at once', 'requests', atOnce),
        ],
        advice:
          'Give the host more slots or a larger batch if memory allows, add a replica, or admit fewer requests at once.',
      },
    ];
  }),
};

/** The median first token of a phase with one request at a time, or the fastest of any; `NaN` when there is none. */
function unloadedMs({ results: { phases } }: RuleInput): number {
  const told = phases.flatMap(({ measurements }) => {
    const first = measurements['timeToFirstToken'];
    if (first === undefined || first.count === 0) return [];
    const isAlone = (measurements['concurrency']?.max ?? Number.NaN) <= 1;
    return [{ isAlone, ms: isAlone ? first.p50 : first.min }];
  });
  const alone = told.find((one) => one.isAlone);
  if (alone !== undefined) return alone.ms;
  return told.length === 0 ? Number.NaN : Math.min(...told.map(({ ms }) => ms));
}
