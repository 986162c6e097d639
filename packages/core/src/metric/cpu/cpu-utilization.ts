import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { MetricDefinition } from '../metric.ts';
import { cpuSeries } from './cpu-used.ts';
import { unmeasured } from '../measure/reading.ts';

/** Time that one value spans: short enough to show a burst, long enough that a tick's jitter is nothing. */
const SPAN_NS = 100e6;

/** CPU time of the whole tree per span. What was used before the first reading and after the last does not count. */
function utilizationBySpan(phase: PhaseStreams): { values: number[]; weights: number[] } {
  const { timeNs, cpuNs } = cpuSeries(phase);
  const values: number[] = [];
  const weights: number[] = [];
  const end = timeNs.length - 1;
  for (let from = 0, to = 1; to <= end; to += 1) {
    const spanNs = (timeNs[to] ?? NaN) - (timeNs[from] ?? NaN);
    const leftNs = (timeNs[end] ?? NaN) - (timeNs[to] ?? NaN);
    // The last span takes what is left after it: the average is then over the whole time, however short.
    const isWhole = to === end || (spanNs >= SPAN_NS && leftNs >= SPAN_NS);
    if (!isWhole || spanNs <= 0) continue;
    values.push(((cpuNs[to] ?? NaN) - (cpuNs[from] ?? NaN)) / spanNs);
    weights.push(spanNs);
    from = to;
  }
  return { values, weights };
}

/** CPU time that the target spends. */
export const cpuUtilization: MetricDefinition = {
  name: 'cpuUtilization',
  aliases: [],
  of: 'both',
  unit: 'ratio',
  better: 'lower',
  defaultAggregate: 'avg',
  description: 'CPU time of the process tree over elapsed time; 100% is one whole core.',
  formula:
    'CPU time of the tree gained / elapsed time, per 100 ms, weighted by time; children that ended included',
  read: (phase) => {
    const { values, weights } = utilizationBySpan(phase);
    if (values.length === 0) return unmeasured('no CPU clock of the target was read twice');
    return {
      kind: 'values',
      values: Float64Array.from(values),
      weights: Float64Array.from(weights),
    };
  },
};
