import { copyFile, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { writeRunFile } from '../../../packages/core/dist/runner/write-run-file.js';
import { nowNs } from '../../../packages/core/dist/stream/clock.js';
import { RUN_FILES } from '../../../packages/core/dist/stream/files/run-directory.js';
import { RunRecorder } from '../../../packages/core/dist/stream/files/run-recorder.js';
import { UNMEASURED } from '../../../packages/core/dist/stream/rows/unsent-request.js';
import { createRandom } from '../../../packages/core/dist/workload/random.js';

const PHASE = 'load';
const MODEL = 'made';
/** Latencies of made requests, nanoseconds. */
const LEAST_NS = 20e6;
const SPAN_NS = 30e6;
const FIRST_TOKEN_NS = 5e6;

/**
 * The run directory of an agent that sends nothing: it has the rows and events of a slice of an open load of constant
 * arrivals whose requests all succeed.
 */
export class MadeRun {
  #recorder;
  #load;
  #slice;

  /** @param {string} runDir @param {{ ratePerSecond: number, durationMs: number, stage: string, seed: number }} load */
  constructor(runDir, load, slice) {
    this.runDir = runDir;
    this.#load = load;
    this.#slice = slice;
    this.#recorder = new RunRecorder(runDir);
    this.#recorder.event({ kind: 'run-began', atNs: nowNs(), epochMs: Date.now() });
  }

  /**
   * @param {string} outputDir
   * @param {object} config parsed
   * @param {{ slice: { index: number, count: number }, runFile: string }} options with the path of a run.json, without the worker
   */
  static async begin(outputDir, config, { slice, runFile }) {
    const runDir = await mkdtemp(join(outputDir, 'run-'));
    await copyFile(runFile, join(runDir, RUN_FILES.run));
    const [{ name, rate, end }] = config.phaseOptions[PHASE].stages;
    const { durationMs } = end;
    const load = { ratePerSecond: rate.perSecond, durationMs, stage: name, seed: config.seed };
    return new MadeRun(runDir, load, slice);
  }

  get key() {
    return { phase: PHASE, stage: this.#load.stage };
  }

  /** Nanoseconds. */
  get durationNs() {
    return this.#load.durationMs * 1e6;
  }

  event(event) {
    this.#recorder.event(event);
  }

  beginStage() {
    const { stage, seed, ratePerSecond, durationMs } = this.#load;
    this.event({ kind: 'phase-began', atNs: nowNs(), phase: PHASE });
    const load = { kind: 'open', ratePerSecond, arrivals: 'constant', durationMs };
    const began = { kind: 'stage-began', atNs: nowNs(), phase: PHASE, stage, load };
    this.event({ ...began, warmupRequests: 0, seed, prompts: 'words', slice: this.#slice });
  }

  /** Requests of the slice that were sent by a time after the start, nanoseconds. */
  sentBy(elapsedNs) {
    const { index, count } = this.#slice;
    const { ratePerSecond } = this.#load;
    const total = Math.floor((Math.min(elapsedNs, this.durationNs) / 1e9) * ratePerSecond);
    return Math.max(0, Math.floor((total + count - 1 - index) / count));
  }

  /** @param {number} startNs of the stage */
  endStage(startNs) {
    const { stage } = this.#load;
    const count = this.sentBy(this.durationNs);
    const rows = Array.from({ length: count }, (_, place) => this.#row(startNs, place));
    for (const row of rows) this.#recorder.request(row);
    const ended = { kind: 'stage-ended', atNs: nowNs(), phase: PHASE, stage };
    const windowEndedNs = startNs + this.durationNs;
    const windowBeganNs = rows[0]?.sentNs ?? startNs;
    this.event({ ...ended, windowBeganNs, windowEndedNs, clientCpuNs: 1e6 });
    this.event({ kind: 'phase-ended', atNs: nowNs(), phase: PHASE });
    const requestsPerSecond = count / (this.durationNs / 1e9);
    return { measured: count, good: count, abandoned: 0, requestsPerSecond };
  }

  async close() {
    this.event({ kind: 'run-ended', atNs: nowNs(), status: 'complete' });
    await this.#recorder.close();
  }

  #row(startNs, place) {
    const { index, count } = this.#slice;
    const { ratePerSecond, seed, stage } = this.#load;
    const random = createRandom(seed, `${index}.${place}`);
    const sentNs = startNs + Math.round(((place * count + index) / ratePerSecond) * 1e9);
    const endNs = sentNs + LEAST_NS + random.index(SPAN_NS);
    const firstNs = sentNs + FIRST_TOKEN_NS;
    return {
      ...UNMEASURED,
      id: place + 1,
      phase: PHASE,
      stage,
      model: MODEL,
      scheduledNs: sentNs,
      sentNs,
      firstByteNs: firstNs,
      firstTokenNs: firstNs,
      firstAnswerNs: firstNs,
      lastTokenNs: endNs,
      endNs,
      inputTokens: 10,
      outputTokens: 2,
      chunkNs: Float64Array.of(firstNs, endNs),
    };
  }
}

/** Writes the run.json that all made runs share but for their worker. @returns its path */
export async function writeSharedRunFile(outputDir, config) {
  const folder = await mkdtemp(join(outputDir, 'shared-'));
  const target = { kind: 'made', version: 'made', models: [MODEL], details: {} };
  await writeRunFile(folder, config, config.nonce ?? 'made', target);
  return join(folder, RUN_FILES.run);
}
