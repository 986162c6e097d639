import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { MetricDefinition } from '../metric.ts';
import { cpuSeries } from './cpu-used.ts';
import { unmeasured } from '../measure/reading.ts';

/** Time that one value spans: short enough to show a burst, long enough to make the jitter of a tick negligible. */
const SPAN_NS = 100e6;

/** CPU time of the whole tree per span. CPU time before the first reading and after the last does not count. */
function utilizationBySpan(phase: PhaseStreams): { values: number[]; weights: number[] } {
  const { timeNs, cpuNs } = cpuSeries(phase);
  const values: number[] = [];
  const weights: number[] = [];
  const end = timeNs.length - 1;
  for (let from = 0, to = 1; to <= end; to += 1) {
    const spanNs = (timeNs[to] ?? NaN) - (timeNs[from] ?? NaN);
    const leftNs = (timeNs[end] ?? NaN) - (timeNs[to] ?? NaN);
    // The last span includes the remainder, so that the average covers the whole time.
    const isWhole = to === end || (spanNs >= SPAN_NS && leftNs >= SPAN_NS);
    if (!isWhole || spanNs <= 0) continue;
    values.push(((cpuNs[to] ?? NaN) - (cpuNs[from] ?? NaN)) / spanNs);
    weights.push(spanNs);
    from = to;
  }
  return { values, weights };
}

/** CPU utilization of the target. */
export const cpuUtilization: MetricDefinition = {
  name: 'cpuUtilization',
  label: 'CPU utilization',
  aliases: [],
  of: 'both',
  unit: 'ratio',
  better: 'lower',
  defaultAggregate: 'avg',
  description: 'CPU time of the process tree over elapsed time; 100% is one whole core.',
  formula:
    'CPU time gained by the tree / elapsed time, per 100 ms, weighted by time; includes children that exited',
  read: (phase) => {
    const { values, weights } = utilizationBySpan(phase);
    if (values.length === 0) return unmeasured('fewer than two CPU readings of the target');
    return {
      kind: 'values',
      values: Float64Array.from(values),
      weights: Float64Array.from(weights),
    };
  },
};
