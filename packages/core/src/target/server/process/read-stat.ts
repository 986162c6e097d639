import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemErrorCode } from '../../../spec/error/system-error.ts';

/** What `/proc/PID/stat` says. */
export interface ProcessStat {
  readonly parentPid: number;
  /** Clock ticks after boot; with the pid it names a process for good. */
  readonly startTimeTicks: number;
  /** Its last thread has ended, and it waits for its parent (zombie). */
  readonly hasEnded: boolean;
}

/** Reads `/proc/PID/stat`; undefined when there is no such process. */
export async function readStat(pid: number, procRoot = '/proc'): Promise<ProcessStat | undefined> {
  let text: string;
  try {
    text = await readFile(join(procRoot, String(pid), 'stat'), 'utf8');
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
  // The name in brackets may hold spaces and brackets of its own.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, parentPid] = fields;
  return {
    parentPid: Number(parentPid),
    startTimeTicks: Number(fields[19]),
    // The first thread may end before others.
    hasEnded: (state === 'Z' && Number(fields[17]) <= 1) || state === 'X',
  };
}
