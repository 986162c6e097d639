import { readFileSync, readdirSync } from 'node:fs';
import { systemErrorCode } from '../spec/error/system-error.ts';

/** A unique process: pids are reused, a pid with a start time is not. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Its start, in clock ticks since boot. */
  readonly startTicks: number;
}

/** A process that still runs after a recording. */
export interface LeftProcess extends ProcessIdentity {
  /** Whether it could not be ended because it runs as another user. */
  readonly isForbidden?: boolean;
}

interface ListedProcess extends ProcessIdentity {
  readonly parentPid: number;
}

/** Error codes of a process that ended while it was read. */
const GONE: readonly unknown[] = ['ENOENT', 'ESRCH'];

function hasCode(error: unknown, codes: readonly unknown[]): boolean {
  const code = systemErrorCode(error);
  return code !== undefined && codes.includes(code);
}

/** Reads one process; undefined if it has ended. */
function readProcess(pid: number): ListedProcess | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch (error) {
    if (hasCode(error, GONE)) return undefined;
    throw error;
  }
  // The name in parentheses may contain anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // The first thread may end before others: the process ends with the last.
  const hasEnded = fields[0] === 'Z' && Number(fields[17]) <= 1;
  if (hasEnded || fields[0] === 'X') return undefined;
  return { pid, startTicks: Number(fields[19]), parentPid: Number(fields[1]) };
}

/** Whether a process is the expected one and still runs. */
export function isRunning({ pid, startTicks }: ProcessIdentity): boolean {
  return readProcess(pid)?.startTicks === startTicks;
}

/** The process of a pid; undefined if it has ended. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  return readProcess(pid);
}

/** The given processes that still run, and all their descendants: parents before children. */
export function runningTree(known: readonly ProcessIdentity[]): ProcessIdentity[] {
  const all = readdirSync('/proc').flatMap((name) =>
    /^\d+$/.test(name) ? (readProcess(Number(name)) ?? []) : [],
  );
  const byPid = new Map(all.map((one) => [one.pid, one]));
  const tree = new Map<number, ProcessIdentity>();
  for (const { pid, startTicks } of known) {
    const found = byPid.get(pid);
    if (found?.startTicks === startTicks) tree.set(pid, found);
  }
  // A map iterates over entries added during the iteration.
  for (const parentPid of tree.keys()) {
    for (const one of all) if (one.parentPid === parentPid) tree.set(one.pid, one);
  }
  return [...tree.values()];
}

/** Signals processes that Loadcell started and their descendants. @returns those that it may not signal */
export function signalProcesses(
  processes: readonly ProcessIdentity[],
  signal: 'SIGTERM' | 'SIGCONT' | 'SIGKILL',
): ProcessIdentity[] {
  return processes.filter((one) => {
    if (!isRunning(one)) return false;
    try {
      process.kill(one.pid, signal);
      return false;
    } catch (error) {
      if (hasCode(error, ['EPERM'])) return true;
      if (hasCode(error, ['ESRCH'])) return false;
      throw error;
    }
  });
}
