import { once } from 'node:events';
import { spawn } from 'node:child_process';

/**
 * Runs work beside processes that never sleep.
 * @template T
 * @param {number} count of them
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function besideBusyLoops(count, work) {
  const loops = Array.from({ length: count }, () =>
    spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
  );
  try {
    return await work();
  } finally {
    const exits = loops.map((loop) => once(loop, 'exit'));
    for (const loop of loops) loop.kill('SIGKILL');
    await Promise.all(exits);
  }
}
