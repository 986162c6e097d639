import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { readProcText } from '../target/process/read-proc-text.ts';

const TASKS = '/proc/self/task';

/** Index of the scheduling policy in the fields after the thread name (proc(5), `stat`, field 41). */
const POLICY_FIELD = 38;

/** SCHED_FIFO and SCHED_RR. */
const REAL_TIME: readonly string[] = ['1', '2'];

/** Whether any thread of this process now runs with real-time priority. */
export async function hasRealTimeThread(tasks = TASKS): Promise<boolean> {
  const threads = await readdir(tasks);
  const stats = await Promise.all(
    threads.map((tid) => readProcText(path.join(tasks, tid, 'stat'))),
  );
  return stats.some((stat = '') => {
    // A name may contain spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return REAL_TIME.includes(fields[POLICY_FIELD] ?? '');
  });
}
