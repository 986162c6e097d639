import { workerData } from 'node:worker_threads';

/*
 * Entry of a worker thread of the engine host: kills the process when its parent is gone, even while the main thread is
 * busy in an engine. (When that thread is free, it sees the closed channel at once.)
 */

/** How often the parent is looked for: bounds how long an orphan can live. */
const PERIOD_MS = 500;

const parentPid: unknown = workerData;

setInterval(() => {
  // An orphan is handed to another parent.
  if (process.ppid !== parentPid) process.kill(process.pid, 'SIGKILL');
}, PERIOD_MS);
