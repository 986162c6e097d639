/**
 * Preloaded into the command: writes at its end what CPU time it took, into the file that a variable names. The main
 * thread is told apart by the kernel's account of the task.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const file = process.env.LOADCELL_BENCH_CPU;

if (isMainThread && file !== undefined && process.argv[1]?.endsWith('loadcell.js')) {
  process.once('exit', () => {
    const { user, system } = process.cpuUsage();
    const account = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8');
    const mainThreadMs = Number(account.split(' ')[0]) / 1e6;
    writeFileSync(file, JSON.stringify({ processMs: (user + system) / 1e3, mainThreadMs }));
  });
}
