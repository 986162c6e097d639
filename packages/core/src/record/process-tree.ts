import { readFileSync, readdirSync } from 'node:fs';
import { systemErrorCode } from '../spec/error/system-error.ts';

/** A process for good: pids are used again, a pid with a start time is not. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it began, in clock ticks since boot. */
  readonly startTicks: number;
}

/** A process that runs when a recording is over. */
export interface LeftProcess extends ProcessIdentity {
  /** Where it could not be ended because it runs with the rights of another user. */
  readonly isForbidden?: boolean;
}

interface ListedProcess extends ProcessIdentity {
  readonly parentPid: number;
}

/** The codes of a process that ended while it was looked at. */
const GONE: readonly unknown[] = ['ENOENT', 'ESRCH'];

function hasCode(error: unknown, codes: readonly unknown[]): boolean {
  const code = systemErrorCode(error);
  return code !== undefined && codes.includes(code);
}

/** Reads one process; undefined when it has ended. */
function readProcess(pid: number): ListedProcess | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch (error) {
    if (hasCode(error, GONE)) return undefined;
    throw error;
  }
  // The name in brackets may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // The first thread may have ended before others: the process ends with the last.
  const hasEnded = fields[0] === 'Z' && Number(fields[17]) <= 1;
  if (hasEnded || fields[0] === 'X') return undefined;
  return { pid, startTicks: Number(fields[19]), parentPid: Number(fields[1]) };
}

/** Whether a process runs, and is the one that was meant. */
export function isRunning({ pid, startTicks }: ProcessIdentity): boolean {
  return readProcess(pid)?.startTicks === startTicks;
}

/** The process of a pid; undefined when it has ended. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  return readProcess(pid);
}

/** Those of the processes that run, and all that they started, and so on: parents before children. */
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
  // A map hands out what is added while it is walked through.
  for (const parentPid of tree.keys()) {
    for (const one of all) if (one.parentPid === parentPid) tree.set(one.pid, one);
  }
  return [...tree.values()];
}

/** Signals processes that we started, or that those started. @returns those that we may not signal */
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
