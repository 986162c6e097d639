import { existsSync, readFileSync } from 'node:fs';

/** Whether a process runs. A zombie does not count: it holds nothing but its exit code. */
export function isAlive(pid: number): boolean {
  if (pid === 0 || !existsSync(`/proc/${pid}/stat`)) return false;
  return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
}
