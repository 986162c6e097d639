import { countBelow } from '../../stats/sorted-search.ts';
import { samplesBetween } from '../../stream/columns/sample-columns.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { NumberColumn } from '../../stream/columns/number-column.ts';
import { lifeAt, livesOf, MAX_PIDS } from '../memory/process-lives.ts';
import { isOneProcess } from '../memory/resident-memory.ts';
import type { Span } from '../measure/windows.ts';

/** CPU time of the tree since sampling began, including children too short-lived to be sampled. */
const TREE_COLUMN = 'tree.cpuNs';

/** CPU time of a phase over time, ascending; empty where the system does not report it. */
export interface CpuSeries {
  /** CLOCK_MONOTONIC nanoseconds. */
  readonly timeNs: Float64Array;
  /** Since a fixed point before the phase, nanoseconds. */
  readonly cpuNs: NumberColumn;
}

/**
 * CPU time of all processes. Without a survey total, it is the sum of what each process gained between its samples, which misses
 * CPU time before a first sample and children too short-lived to be sampled.
 */
export function cpuSeries(phase: Pick<PhaseStreams, 'samples' | 'survey' | 'events'>): CpuSeries {
  const tree = phase.survey.get(TREE_COLUMN);
  if (tree !== undefined) return { timeNs: tree.timeNs, cpuNs: tree.value };
  const { samples } = phase;
  const lives = livesOf(phase);
  if (samples.cpuNs.length > 0 && isOneProcess(samples, samples.cpuNs, lives)) {
    return { timeNs: samples.timeNs, cpuNs: samples.cpuNs };
  }
  // By process: a pid may stand for several.
  const last = new Map<number, number>();
  const timeNs = new Float64Array(samples.count);
  const cpuNs = new Float64Array(samples.count);
  let points = 0;
  let totalNs = 0;
  for (let row = 0; row < samples.count; row += 1) {
    const readNs = samples.cpuNs[row] ?? Number.NaN;
    if (Number.isNaN(readNs)) continue;
    const atNs = samples.timeNs[row] ?? Number.NaN;
    const pid = samples.pid[row] ?? 0;
    const process = (lives.size === 0 ? 0 : lifeAt(lives, pid, atNs)) * MAX_PIDS + pid;
    totalNs += Math.max(0, readNs - (last.get(process) ?? readNs));
    last.set(process, readNs);
    // Rows of one tick make one point.
    if (points === 0 || timeNs[points - 1] !== atNs) points += 1;
    timeNs[points - 1] = atNs;
    cpuNs[points - 1] = totalNs;
  }
  return { timeNs: timeNs.subarray(0, points), cpuNs: cpuNs.subarray(0, points) };
}

/**
 * CPU time that the target used between the first and the last reading within a window, nanoseconds.
 * @returns `NaN` with fewer than two readings
 */
export function cpuUsedWithin(phase: PhaseStreams, { beganNs, endedNs }: Span): number {
  // Without a survey, only the samples of the window are read, not those of the whole phase for each window.
  const samples = samplesBetween(phase.samples, beganNs, endedNs);
  const { timeNs, cpuNs } = cpuSeries({ ...phase, samples });
  const first = countBelow(timeNs, beganNs);
  const last = countBelow(timeNs, endedNs) - 1;
  if (last <= first) return Number.NaN;
  return (cpuNs[last] ?? Number.NaN) - (cpuNs[first] ?? Number.NaN);
}
