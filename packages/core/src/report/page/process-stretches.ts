import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { LineStretch } from './thin-line.ts';

interface ProcessLine {
  readonly label: string;
  readonly stretches: readonly LineStretch[];
}

interface ProcessRows {
  readonly phase: PhaseStreams;
  readonly pid: number;
  count: number;
  peakBytes: number;
}

/**
 * RSS of each process, largest first, and how many processes were omitted. Empty if no phase had more than one: that
 * process is then the total.
 */
export function processStretches(
  phases: readonly PhaseStreams[],
  maxProcesses: number,
): { readonly lines: readonly ProcessLine[]; readonly omitted: number } {
  const byPhase = phases.map(processesOf);
  if (byPhase.every((processes) => processes.length < 2)) return { lines: [], omitted: 0 };
  const found = byPhase.flat().toSorted((a, b) => b.peakBytes - a.peakBytes);
  const drawn = found.slice(0, maxProcesses);
  return {
    lines: drawn.map((one) => ({
      label: `${one.phase.name}, pid ${one.pid}`,
      stretches: [rowsOf(one)],
    })),
    omitted: found.length - drawn.length,
  };
}

function processesOf(phase: PhaseStreams): ProcessRows[] {
  const { pid, rssBytes, count } = phase.samples;
  const byPid = new Map<number, ProcessRows>();
  for (let row = 0; row < count; row += 1) {
    const id = pid[row] ?? 0;
    let one = byPid.get(id);
    if (one === undefined) {
      one = { phase, pid: id, count: 0, peakBytes: 0 };
      byPid.set(id, one);
    }
    one.count += 1;
    const bytes = rssBytes[row] ?? 0;
    if (bytes > one.peakBytes) one.peakBytes = bytes;
  }
  return [...byPid.values()];
}

function rowsOf({ phase, pid, count }: ProcessRows): LineStretch {
  const { samples } = phase;
  if (count === samples.count) return { timeNs: samples.timeNs, value: samples.rssBytes };
  const timeNs = new Float64Array(count);
  const value = new Float64Array(count);
  let next = 0;
  for (let row = 0; row < samples.count; row += 1) {
    if (samples.pid[row] !== pid) continue;
    timeNs[next] = samples.timeNs[row] ?? Number.NaN;
    value[next] = samples.rssBytes[row] ?? Number.NaN;
    next += 1;
  }
  return { timeNs, value };
}
