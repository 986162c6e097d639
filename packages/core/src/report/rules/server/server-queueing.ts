import { missesLatency } from '../missed-latency.ts';
import { figure, inEachPhase, type Rule, type RuleInput } from '../rule.ts';

/** Times the unloaded TTFT from which requests queue. */
const TIMES = 5;

/** Waits below this are not reported, ms. */
const NEGLIGIBLE_MS = 100;

/**
 * TTFT far above its unloaded value under load: requests wait in the server for their turn. With more requests in flight than
 * slots they must, so it is a note until what the user set for latency is missed.
 */
export const serverQueueing: Rule = {
  name: 'server-queueing',
  section: 'first-token',
  look: inEachPhase(({ result }, run) => {
    const loadedMs = result.measurements['timeToFirstToken']?.p95 ?? Number.NaN;
    const unloadedMs = unloaded(run);
    const concurrency = result.measurements['concurrency']?.max ?? Number.NaN;
    if (
      !(concurrency > 1 && loadedMs > TIMES * unloadedMs && loadedMs - unloadedMs > NEGLIGIBLE_MS)
    ) {
      return [];
    }
    return [
      {
        severity: missesLatency(result) ? 'warning' : 'note',
        finding: 'Requests queued in the server: TTFT far above its unloaded value',
        evidence: [
          figure('TTFT p95', 'ms', loadedMs),
          figure('unloaded', 'ms', unloadedMs),
          figure('max concurrency', 'requests', concurrency),
        ],
        advice:
          'Raise batch size or slot count if memory allows, add a replica, or limit concurrency.',
      },
    ];
  }),
};

/** Median TTFT of a phase with one request in flight, or the fastest of any, ms; `NaN` when there is none. */
function unloaded({ results: { phases } }: RuleInput): number {
  const measured = phases.flatMap(({ measurements }) => {
    const first = measurements['timeToFirstToken'];
    if (first === undefined || first.count === 0) return [];
    const isAlone = (measurements['concurrency']?.max ?? Number.NaN) <= 1;
    return [{ isAlone, ms: isAlone ? first.p50 : first.min }];
  });
  const alone = measured.find((one) => one.isAlone);
  if (alone !== undefined) return alone.ms;
  return measured.length === 0 ? Number.NaN : Math.min(...measured.map(({ ms }) => ms));
}
