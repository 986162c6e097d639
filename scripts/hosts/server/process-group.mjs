import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** Time that a server has to end by itself, ms. */
const GENTLE_MS = 20_000;
const POLL_MS = 100;

/** A program with everything that it starts, in a process group that ends as a whole. */
export class ProcessGroup {
  #child;
  /** Resolves when the program itself ends, with how. */
  ended;

  /**
   * @param {Pick<import('./servers.mjs').ServerCommand, 'program' | 'args' | 'folder' | 'environment'>} command with an
   *   environment that is added to that of this process
   */
  constructor({ program, args, folder, environment }) {
    this.#child = spawn(program, args, {
      cwd: folder,
      env: { ...process.env, ...environment },
      // Its output goes to stderr: stdout is for the line that says it is ready.
      stdio: ['ignore', 2, 2],
      detached: true,
    });
    this.ended = Promise.race([
      once(this.#child, 'exit').then(([code, signal]) => `with ${signal ?? `code ${code}`}`),
      once(this.#child, 'error').then(([error]) => `before it started: ${error.message}`),
    ]);
  }

  get pid() {
    return this.#child.pid;
  }

  /** Ends every process of the group, gently and then by force. */
  async stop() {
    if (!this.#signal('SIGTERM')) return;
    const giveUpAt = Date.now() + GENTLE_MS;
    while (this.#signal(0)) {
      if (Date.now() > giveUpAt) this.#signal('SIGKILL');
      await sleep(POLL_MS);
    }
  }

  /** Sends a signal to the group; false when no process of it is left. */
  #signal(signal) {
    if (this.pid === undefined) return false;
    try {
      return process.kill(-this.pid, signal);
    } catch (error) {
      if (error.code === 'ESRCH') return false;
      throw error;
    }
  }
}
