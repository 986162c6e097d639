/**
 * Preloaded into the command: at exit, it writes the CPU time of the process to the file that a variable names. The kernel
 * accounts for the main thread separately.
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
