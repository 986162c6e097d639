import { missesLatency } from '../missed-latency.ts';
import type { StageResult } from '../../results/stage-result.ts';
import { figure, inEachLoad, type FindingDefinition, type RunView } from '../finding.ts';

/** A TTFT above this multiple of its unloaded value means that requests queue. */
const TIMES = 5;

/** Waits up to this are ignored, ms. */
const NEGLIGIBLE_MS = 100;

export const serverQueueing: FindingDefinition = {
  name: 'server-queueing',
  meaning:
    'TTFT is far above its unloaded value: requests queue in the server. A warning where a latency criterion or an SLO is missed.',
  section: 'first-token',
  look: inEachLoad(({ result }, run) => {
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

/**
 * The unloaded TTFT, ms: the median of a stage with one request in flight, that of baseline first; else the fastest of the
 * stage with the lowest concurrency. `NaN` when no stage has any.
 */
function unloaded({ results: { phases } }: RunView): number {
  const timed = phases
    .flatMap(({ stages }) => stages)
    .filter(({ measurements }) => Number.isFinite(measurements['timeToFirstToken']?.min));
  const lowest = timed.toSorted((one, other) => concurrencyOf(one) - concurrencyOf(other)).at(0);
  const sequential = timed.find(({ load }) => load.kind === 'sequential');
  const stage = sequential ?? lowest;
  const firstMs = stage?.measurements['timeToFirstToken'];
  if (stage === undefined || firstMs === undefined) return Number.NaN;
  return concurrencyOf(stage) <= 1 ? firstMs.p50 : firstMs.min;
}

function concurrencyOf({ measurements }: StageResult): number {
  return measurements['concurrency']?.max ?? Number.POSITIVE_INFINITY;
}
