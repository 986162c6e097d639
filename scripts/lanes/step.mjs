import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Time that a step has to end after SIGINT, in which its tests stop what they started, ms. */
const GENTLE_MS = 60_000;
const POLL_MS = 100;

/** An npm script in progress: a process group, with all output in a file. */
export class Step {
  #child;
  #startMs = performance.now();
  #isStopped = false;
  /** How it ended: "passed", "stopped", or how it failed. @type {string | undefined} */
  how;
  /** Time it took. @type {number | undefined} */
  seconds;

  /**
   * @param {import('./parse-lanes.mjs').StepCommand} command
   * @param {string} file for its output
   */
  constructor({ name, args }, file) {
    this.name = name;
    this.file = file;
    // The npm that runs this script, if any: another one on the PATH may be of another version.
    const npm = process.env.npm_execpath;
    const [program, ...first] = npm === undefined ? ['npm'] : [process.execPath, npm];
    const output = openSync(file, 'w');
    this.#child = spawn(program, [...first, 'run', ...args], {
      stdio: ['ignore', output, output],
      detached: true,
    });
    closeSync(output);
    /** Resolves when it has ended. */
    this.ended = this.#end();
  }

  /** Whether it ended on its own, and did not pass. */
  get hasFailed() {
    return this.how !== undefined && this.how !== 'passed' && this.how !== 'stopped';
  }

  /** Ends its processes with SIGINT, and those that remain with SIGKILL. */
  async stop() {
    this.#isStopped = true;
    const giveUpMs = performance.now() + GENTLE_MS;
    this.#signal('SIGINT');
    while (this.#signal(0) && performance.now() < giveUpMs) await sleep(POLL_MS);
    this.#signal('SIGKILL');
    await this.ended;
  }

  async #end() {
    const failure = await Promise.race([
      once(this.#child, 'exit').then(([code, signal]) => {
        if (code === 0) return undefined;
        return signal === null ? `failed with code ${code}` : `was ended by ${signal}`;
      }),
      once(this.#child, 'error').then(([error]) => `did not start (${error.message})`),
    ]);
    this.seconds = Math.round((performance.now() - this.#startMs) / 1000);
    this.how = this.#isStopped ? 'stopped' : (failure ?? 'passed');
  }

  /** Sends a signal to the group; returns false when none of its processes can get it. */
  #signal(signal) {
    if (this.#child.pid === undefined) return false;
    try {
      return process.kill(-this.#child.pid, signal);
    } catch (error) {
      if (error.code === 'ESRCH' || error.code === 'EPERM') return false;
      throw error;
    }
  }
}
