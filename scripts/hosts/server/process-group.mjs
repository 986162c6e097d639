import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** Time that a server has to stop after SIGTERM, ms. */
const GENTLE_MS = 20_000;
const POLL_MS = 100;

/** A program and all processes that it starts, in a process group that is stopped as a whole. */
export class ProcessGroup {
  #child;
  /** Resolves with how the program ended. */
  ended;

  /**
   * @param {Pick<import('./servers.mjs').ServerCommand, 'program' | 'args' | 'folder' | 'environment'>} command whose
   *   environment is added to that of this process
   */
  constructor({ program, args, folder, environment }) {
    this.#child = spawn(program, args, {
      cwd: folder,
      env: { ...process.env, ...environment },
      // Its output goes to stderr: stdout has only the line that reports that it is ready.
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

  /** Stops every process of the group, with SIGTERM and then with SIGKILL. */
  async stop() {
    if (!this.#signal('SIGTERM')) return;
    const giveUpAt = Date.now() + GENTLE_MS;
    while (this.#signal(0)) {
      if (Date.now() > giveUpAt) this.#signal('SIGKILL');
      await sleep(POLL_MS);
    }
  }

  /** Sends a signal to the group; returns false when it has no process. */
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
