import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemErrorCode } from '../../../spec/error/system-error.ts';

/** Fields of `/proc/PID/stat`. */
export interface ProcessStat {
  readonly parentPid: number;
  /** Clock ticks after boot; identifies a process together with its PID. */
  readonly startTimeTicks: number;
  /** Whether all threads have exited and it waits for its parent (zombie). */
  readonly hasEnded: boolean;
}

/** Reads `/proc/PID/stat`; undefined without such a process. */
export async function readStat(pid: number, procRoot = '/proc'): Promise<ProcessStat | undefined> {
  let text: string;
  try {
    text = await readFile(join(procRoot, String(pid), 'stat'), 'utf8');
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
  // The name in parentheses may contain spaces and parentheses.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, parentPid] = fields;
  return {
    parentPid: Number(parentPid),
    startTimeTicks: Number(fields[19]),
    // The first thread may exit before others.
    hasEnded: (state === 'Z' && Number(fields[17]) <= 1) || state === 'X',
  };
}
