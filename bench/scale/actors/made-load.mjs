import { createRandom } from '../../../packages/core/dist/workload/random.js';
import { MadeRequests } from './made-requests.mjs';

const BEGAN_NS = 5e15;
const EPOCH_MS = Date.UTC(2026, 10, 22);
const SAMPLE_HZ = 10_000;
const PERIOD_NS = 1e9 / SAMPLE_HZ;
const PAGE_BYTES = 4096;
const PID = 4242;
/** Rows per batch of the native thread, twenty per second. */
const BATCH_ROWS = 500;
const SURVEY_HZ = 10;
/** Every tick comes before the next one is due, so that timestamps ascend. */
const LATEST_NS = 0.9 * PERIOD_NS;

/**
 * Parts of the run by their ends, 0 to 1: a baseline of sequential requests, then a load of three stages. The first
 * twentieth of each stage is warm-up.
 */
const PARTS = [
  { phase: 'baseline', stage: 'sequential', until: 0.05, load: { kind: 'sequential' } },
  { phase: 'load', stage: 'closed', until: 0.4, load: { kind: 'closed', concurrency: 64 } },
  {
    phase: 'load',
    stage: 'open',
    until: 0.7,
    load: { kind: 'open', ratePerSecond: 500, arrivals: 'poisson', share: 0.5, of: 'closed' },
  },
  { phase: 'load', stage: 'closed-2', until: 1, load: { kind: 'closed', concurrency: 128 } },
].map((part, index, parts) => {
  const from = parts[index - 1]?.until ?? 0;
  const warmup = part.phase === 'baseline' ? 0 : 0.05;
  return { ...part, from, windowFrom: from + warmup * (part.until - from) };
});

/** A synthetic load: memory that grows with noise, requests of many events, some that fail; all from one seed. */
export class MadeLoad {
  sampleHz = SAMPLE_HZ;
  #random = createRandom(1, 'samples');
  #requests;
  #rssPages = 50_000;
  #cpuNs = 0;
  #peak = { bytes: 0, atNs: BEGAN_NS };

  /** @param {import('../plan.mjs').RunSize} size */
  constructor({ samples, requests, chunksPerRequest }) {
    this.seconds = samples / SAMPLE_HZ;
    this.requestHz = requests / this.seconds;
    this.#requests = new MadeRequests(this.requestHz, chunksPerRequest);
  }

  eventsBefore() {
    return [
      { kind: 'run-began', atNs: BEGAN_NS, epochMs: EPOCH_MS },
      ...this.#phaseBegins('baseline'),
    ];
  }

  eventsAfter() {
    return [
      ...this.#phaseEnds('baseline'),
      { kind: 'phase-skipped', phase: 'cross-model', atNs: this.#atNs(0.05), reason: 'one model' },
      ...this.#phaseBegins('load'),
      ...this.#phaseEnds('load'),
      { kind: 'run-ended', atNs: this.#atNs(1), status: 'complete' },
    ];
  }

  /** @param {number} second */
  *samplesOf(second) {
    for (let first = 0; first < SAMPLE_HZ; first += BATCH_ROWS) {
      yield this.#batch(BEGAN_NS + second * 1e9 + first * PERIOD_NS);
    }
  }

  /** @param {number} second */
  surveyOf(second) {
    const values = [];
    for (let tick = 0; tick < SURVEY_HZ; tick += 1) {
      const timeNs = BEGAN_NS + second * 1e9 + (tick * 1e9) / SURVEY_HZ;
      const bytes = this.#rssPages * PAGE_BYTES;
      const parts = {
        anonBytes: bytes * 0.75,
        fileBytes: bytes * 0.25,
        shmemBytes: 0,
        swapBytes: 0,
      };
      for (const [name, value] of Object.entries(parts)) {
        values.push({ timeNs, pid: PID, source: 0, column: `processMemory.${name}`, value });
      }
    }
    return values;
  }

  /** @param {number} second */
  requestsOf(second) {
    const at = second / this.seconds;
    const { phase, stage, windowFrom } = PARTS.find(({ until }) => at < until) ?? PARTS.at(-1);
    const measured = phase === 'baseline' ? 'sequential' : 'load';
    const purpose = at < windowFrom ? 'warm-up' : measured;
    return this.#requests.ofSecond(BEGAN_NS + second * 1e9, { phase, stage, purpose });
  }

  /** Requests that end after the last second. */
  restOfRequests() {
    return this.#requests.rest();
  }

  /** @param {number} fromNs */
  #batch(fromNs) {
    const column = () => new Float64Array(BATCH_ROWS);
    const batch = {
      count: BATCH_ROWS,
      pid: new Int32Array(BATCH_ROWS).fill(PID),
      timeNs: column(),
      latenessNs: column(),
      rssBytes: column(),
      sharedBytes: column().fill(12_000 * PAGE_BYTES),
      cpuNs: column(),
      heapUsedBytes: column().fill(Number.NaN),
    };
    for (let row = 0; row < BATCH_ROWS; row += 1) {
      const latenessNs = Math.min(LATEST_NS, Math.round(-20e3 * Math.log(this.#random.fraction())));
      const atNs = fromNs + row * PERIOD_NS + latenessNs;
      this.#cpuNs += Math.round(this.#random.fraction() * PERIOD_NS);
      this.#rssPages += this.#random.index(9) - 4 + (row % 64 === 0 ? 1 : 0);
      batch.timeNs[row] = atNs;
      batch.latenessNs[row] = latenessNs;
      batch.cpuNs[row] = this.#cpuNs;
      batch.rssBytes[row] = this.#rssPages * PAGE_BYTES;
      if (batch.rssBytes[row] > this.#peak.bytes) this.#peak = { bytes: batch.rssBytes[row], atNs };
    }
    return batch;
  }

  /** @param {number} part of the run, from 0 to 1 */
  #atNs(part) {
    return BEGAN_NS + Math.round(part * this.seconds * 1e9);
  }

  #phaseBegins(phase) {
    const atNs = this.#atNs(PARTS.find((part) => part.phase === phase).from);
    return [
      { kind: 'phase-began', phase, atNs },
      { kind: 'target-started', phase, atNs, pid: PID },
      { kind: 'slos-set', phase, atNs, slos: { timeToFirstToken: 500 } },
    ];
  }

  #phaseEnds(phase) {
    const parts = PARTS.filter((part) => part.phase === phase);
    const atNs = this.#atNs(parts.at(-1).until);
    return [
      ...parts.flatMap((part) => this.#stageOf(part)),
      { kind: 'sampling-quality', phase, atNs, pid: PID, ...this.#account() },
      { kind: 'phase-ended', phase, atNs },
    ];
  }

  /** Events of a stage, which ends with a short drain. */
  #stageOf({ phase, stage, load, from, windowFrom, until }) {
    const endedNs = this.#atNs(until);
    return [
      {
        kind: 'stage-began',
        phase,
        atNs: this.#atNs(from),
        stage,
        load: { ...load, durationMs: (until - windowFrom) * this.seconds * 1000 },
        warmupRequests: Math.round((windowFrom - from) * this.seconds * this.requestHz),
        seed: 1,
        prompts: 'words',
      },
      {
        kind: 'stage-ended',
        phase,
        atNs: endedNs,
        stage,
        windowBeganNs: this.#atNs(windowFrom),
        windowEndedNs: endedNs - 0.2e9,
      },
    ];
  }

  #account() {
    const sampleCount = this.seconds * SAMPLE_HZ;
    return {
      peakRssBytes: this.#peak.bytes,
      peakAtNs: this.#peak.atNs,
      quality: {
        source: 'native',
        requestedHz: SAMPLE_HZ,
        achievedHz: SAMPLE_HZ,
        lowestHz: SAMPLE_HZ,
        rateReductions: 0,
        processes: 1,
        sampleCount,
        tickCount: sampleCount,
        lateTicks: 0,
        missedTicks: 0,
        droppedSamples: 0,
        latenessUs: { p50: 14, p99: 92, max: 300 },
        costPerSampleUs: 4,
        samplerCpuUtilization: 0.04,
      },
    };
  }
}
