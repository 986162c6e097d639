import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { holding } from './holding.mjs';
import { LOADCELL } from './run-loadcell.mjs';

/**
 * Starts `loadcell mock` in a process of its own for as long as `use` takes.
 * @template Value
 * @param {readonly string[]} flags of the mock server
 * @param {(url: string) => Promise<Value>} use
 * @returns {Promise<Value>}
 */
export async function withMock(flags, use) {
  const child = spawn(process.execPath, [LOADCELL, 'mock', '--quiet', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  try {
    return await holding(
      () => child.kill('SIGTERM'),
      async () => {
        const [line] = await Promise.race([once(child.stdout, 'data'), exited.then(failed)]);
        return await use(String(line).trim());
      },
    );
  } finally {
    await exited;
  }
}

function failed() {
  throw new Error('the mock server did not start');
}
