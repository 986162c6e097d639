import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { markedEnvironment, markedProcesses } from './marked-processes.mjs';

/** Time that a step has to end after SIGINT, in which its tests stop what they started, ms. */
const GENTLE_MS = 60_000;
/** Time that programs have to end after SIGTERM which tests started in groups of their own, ms. */
const ORPHAN_MS = 5_000;
const POLL_MS = 100;

/** Sends a signal to a process, or to a group by its negative id; returns false when none can get it. */
function send(id, signal) {
  try {
    return process.kill(id, signal);
  } catch (error) {
    if (error.code === 'ESRCH' || error.code === 'EPERM') return false;
    throw error;
  }
}

/** Waits until a condition holds, but no longer than that. */
async function settles(holds, atMostMs) {
  const giveUpMs = performance.now() + atMostMs;
  while (!holds() && performance.now() < giveUpMs) await sleep(POLL_MS);
}

/** An npm script in progress: a process group, with all output in a file. */
export class Step {
  #child;
  #mark = randomUUID();
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
      env: markedEnvironment(this.#mark),
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

  /** Ends its processes with SIGINT, what they leave behind with SIGTERM, and what remains with SIGKILL. */
  async stop() {
    this.#isStopped = true;
    this.#signal('SIGINT');
    await settles(() => !this.#signal(0), GENTLE_MS);
    this.#signal('SIGKILL');
    for (const signal of ['SIGTERM', 'SIGKILL']) {
      for (const pid of markedProcesses(this.#mark)) send(pid, signal);
      await settles(() => markedProcesses(this.#mark).length === 0, ORPHAN_MS);
    }
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
    return this.#child.pid !== undefined && send(-this.#child.pid, signal);
  }
}
