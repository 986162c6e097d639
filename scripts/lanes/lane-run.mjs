import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Step } from './step.mjs';

function say(text) {
  process.stdout.write(`lanes: ${text}\n`);
}

/** Prints all output of an ended step below one line that names it. */
function print({ name, file, how, seconds }) {
  process.stdout.write(`\n──── ${name} ${how} after ${seconds} s ────\n`);
  process.stdout.write(readFileSync(file));
}

/** Lanes in progress. */
export class LaneRun {
  #lanes;
  #started = 0;
  /** @type {Set<Step>} */
  #running = new Set();
  /** @type {Step[]} */
  #ended = [];
  #stops = [];
  /** Why the lanes end early, if they do. @type {{ how: string, code: number } | undefined} */
  #early;

  /** @param {readonly (readonly import('./parse-lanes.mjs').StepCommand[])[]} lanes */
  constructor(lanes) {
    this.#lanes = lanes;
  }

  /**
   * Runs every lane. The output of a step is printed whole when it ends, that of a failed one after all others.
   * @param {number} limitMs after which every lane ends; may be infinite
   * @returns {Promise<number>} exit code: 0 when every step passed
   */
  async end(limitMs) {
    const startMs = performance.now();
    const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-lanes-'));
    const limit = Number.isFinite(limitMs)
      ? setTimeout(() => this.stop(`after the limit of ${limitMs / 60_000} min`, 1), limitMs)
      : undefined;
    try {
      await Promise.all(this.#lanes.map((lane) => this.#runLane(lane, folder)));
    } finally {
      clearTimeout(limit);
      // An error leaves steps that run.
      await Promise.all([...this.#stops, ...[...this.#running].map((step) => step.stop())]);
      for (const step of this.#ended.filter(({ hasFailed }) => hasFailed)) print(step);
      rmSync(folder, { recursive: true, force: true });
    }
    this.#conclude(Math.round((performance.now() - startMs) / 1000));
    return this.#early?.code ?? 0;
  }

  /**
   * Ends every lane early; only the first reason counts.
   * @param {string} how
   * @param {number} code exit code
   */
  stop(how, code) {
    if (this.#early !== undefined) return;
    this.#early = { how, code };
    for (const step of this.#running) this.#stops.push(step.stop());
  }

  async #runLane(lane, folder) {
    for (const command of lane) {
      if (this.#early !== undefined) return;
      this.#started += 1;
      const file = `${this.#started}-${command.name.replaceAll(/\W/gu, '-')}.log`;
      await this.#runStep(command, path.join(folder, file));
    }
  }

  async #runStep(command, file) {
    const step = new Step(command, file);
    this.#running.add(step);
    say(`${step.name} started, output in ${file}`);
    await step.ended;
    this.#running.delete(step);
    this.#ended.push(step);
    if (step.hasFailed) this.stop(`because ${step.name} ${step.how}`, 1);
    else print(step);
  }

  #conclude(seconds) {
    const steps = this.#ended.map((step) => `${step.name} ${step.how} after ${step.seconds} s`);
    const outcome = this.#early === undefined ? 'all passed' : `ended ${this.#early.how}`;
    process.stdout.write('\n');
    say(`${outcome} after ${seconds} s: ${steps.join(', ')}`);
  }
}
