import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { holding } from '../../suite/holding.mjs';

/**
 * Runs an actor of this folder in its own process for as long as `use` takes, and waits for its end.
 * @template Value
 * @param {string} name of its file, without the ending
 * @param {object} options
 * @param {(next: () => Promise<any>) => Promise<Value>} use receives what waits for the next message of the actor
 * @returns {Promise<Value>}
 */
export async function withActor(name, options, use) {
  const path = fileURLToPath(new URL(`${name}.mjs`, import.meta.url));
  // Stdout belongs to the report.
  const child = fork(path, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const exited = once(child, 'exit');
  const failed = exited.then(([code, signal]) => {
    throw new Error(`the actor ${name} ended with ${signal ?? `code ${code}`}`);
  });
  failed.catch(() => {});
  const next = async () => {
    const [message] = await Promise.race([once(child, 'message'), failed]);
    return message;
  };
  child.send(options);
  try {
    return await holding(
      () => child.kill('SIGTERM'),
      async () => {
        const value = await use(next);
        await exited;
        return value;
      },
    );
  } finally {
    await exited;
  }
}
