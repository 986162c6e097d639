import { readFileSync, readdirSync } from 'node:fs';

/** A process as `/proc/PID/stat` describes it. */
export interface ProcessState {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** `R`, `S`, `Z`… */
  readonly state: string;
}

/** Whether an error from reading /proc means that the process is gone. */
export function isMissing(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && ['ENOENT', 'ESRCH'].includes(String(error.code))
  );
}

/** Reads one process; undefined when it is gone. */
export function readProcess(pid: number): ProcessState | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command is in parentheses and may contain any character.
    const [state = '', parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { pid, state, parent: Number(parent), group: Number(group) };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Every running process; a zombie has ended. */
export function runningProcesses(): ProcessState[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? [])
    .filter(({ state }) => state !== 'Z' && state !== 'X');
}

/** The children of a process. */
export function childrenOf(pid: number): number[] {
  return runningProcesses().flatMap((one) => (one.parent === pid ? [one.pid] : []));
}

/** Whether a process is still running. */
export function isRunning(pid: number): boolean {
  const found = readProcess(pid);
  return found !== undefined && found.state !== 'Z' && found.state !== 'X';
}
