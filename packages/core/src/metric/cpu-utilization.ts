import type { PhaseStreams } from '../stream/phase-streams.ts';
import type { MetricDefinition } from './metric.ts';
import { unmeasured } from './reading.ts';

/** Time that one value spans: short enough to show a burst, long enough that a tick's jitter is nothing. */
const SPAN_NS = 100e6;

/**
 * CPU time of the whole tree per span, from the clock of each process. What a process used before it was first seen
 * does not count, nor what it used after it was last seen.
 */
function utilizationBySpan({ samples }: PhaseStreams): { values: number[]; weights: number[] } {
  const last = new Map<number, number>();
  const values: number[] = [];
  const weights: number[] = [];
  let beganNs = Number.NaN;
  let tickNs = Number.NaN;
  let usedNs = 0;
  for (let row = 0; row < samples.count; row += 1) {
    const timeNs = samples.timeNs[row] ?? Number.NaN;
    const cpuNs = samples.cpuNs[row] ?? Number.NaN;
    const pid = samples.pid[row] ?? 0;
    if (Number.isNaN(cpuNs)) continue;
    if (Number.isNaN(beganNs)) beganNs = timeNs;
    // A span ends with a tick, when all its rows were seen.
    if (timeNs > tickNs && tickNs - beganNs >= SPAN_NS) {
      values.push(usedNs / (tickNs - beganNs));
      weights.push(tickNs - beganNs);
      beganNs = tickNs;
      usedNs = 0;
    }
    tickNs = timeNs;
    const before = last.get(pid);
    // A pid that began again has a clock that began again.
    if (before !== undefined && cpuNs >= before) usedNs += cpuNs - before;
    last.set(pid, cpuNs);
  }
  return { values, weights };
}

/** CPU time that the target spends. */
export const cpuUtilization: MetricDefinition = {
  name: 'cpuUtilization',
  aliases: [],
  unit: 'ratio',
  better: 'lower',
  defaultAggregate: 'avg',
  description: 'CPU time of the process tree over elapsed time; 100 % is one whole core.',
  formula:
    'sum over processes of the CPU clock gained / elapsed time, per 100 ms, weighted by time',
  read: (phase) => {
    const { values, weights } = utilizationBySpan(phase);
    if (values.length === 0) return unmeasured('no CPU clock of the target was read for 100 ms');
    return {
      kind: 'values',
      values: Float64Array.from(values),
      weights: Float64Array.from(weights),
    };
  },
};
