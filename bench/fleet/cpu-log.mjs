import { readFileSync } from 'node:fs';

const INTERVAL_MS = 100;
/** Ticks of the kernel, as user space sees them: 10 ms on all platforms of Loadcell. */
const TICK_MS = 10;

/**
 * Logs the CPU time of processes until it is stopped.
 * @param {readonly number[]} pids
 */
export function startCpuLog(pids) {
  const readings = [];
  const read = () =>
    readings.push({ atNs: Number(process.hrtime.bigint()), cpuMs: sumOf(pids.map(cpuMsOf)) });
  read();
  const timer = setInterval(read, INTERVAL_MS);
  return {
    stop: () => clearInterval(timer),
    /** CPU time between two instants, milliseconds. @param {number} fromNs @param {number} toNs */
    between: (fromNs, toNs) => cpuAt(readings, toNs) - cpuAt(readings, fromNs),
  };
}

/** User and system time of a process with its threads. @param {number} pid */
function cpuMsOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The command is in parentheses and may contain any character; the times are the 12th and 13th field after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Interpolated between two readings; NaN outside of them. */
function cpuAt(readings, atNs) {
  const after = readings.findIndex((one) => one.atNs >= atNs);
  if (after < 1) return Number.NaN;
  const [low, high] = [readings[after - 1], readings[after]];
  const share = (atNs - low.atNs) / (high.atNs - low.atNs);
  return low.cpuMs + share * (high.cpuMs - low.cpuMs);
}

/** @param {readonly number[]} values */
function sumOf(values) {
  return values.reduce((sum, value) => sum + value, 0);
}
