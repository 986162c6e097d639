import { createRandom } from '../../../packages/core/dist/workload/random.js';
import { MadeRequests } from './made-requests.mjs';

const BEGAN_NS = 5e15;
const EPOCH_MS = Date.UTC(2026, 10, 22);
const SAMPLE_HZ = 10_000;
const PERIOD_NS = 1e9 / SAMPLE_HZ;
const PAGE_BYTES = 4096;
const PID = 4242;
/** Rows that the native thread hands over at once: twenty times a second. */
const BATCH_ROWS = 500;
const SURVEY_HZ = 10;
/** No tick is later than the next one is due: stamps ascend. */
const LATEST_NS = 0.9 * PERIOD_NS;

/** Of the run: a baseline of sequential requests, then a load, half of it closed and half open. */
const BASELINE_SHARE = 0.05;

/** A load as it never was: memory that grows and trembles, requests of many events, some that fail; all from one seed. */
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
      ...this.#phaseBegins('baseline', 0, ['sequential', BASELINE_SHARE]),
    ];
  }

  eventsAfter() {
    const half = (1 + BASELINE_SHARE) / 2;
    return [
      ...this.#phaseEnds('baseline', BASELINE_SHARE, ['sequential']),
      ...this.#phaseBegins('load', BASELINE_SHARE, ['closed-loop', half]),
      ...this.#windowEnds('load', half, 'closed-loop'),
      ...this.#windowBegins('load', half, 'open-loop'),
      ...this.#phaseEnds('load', 1, ['open-loop']),
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
    const part = second / this.seconds;
    const place =
      part < BASELINE_SHARE
        ? { phase: 'baseline', purpose: 'sequential' }
        : { phase: 'load', purpose: part < (1 + BASELINE_SHARE) / 2 ? 'closed-loop' : 'open-loop' };
    return this.#requests.ofSecond(BEGAN_NS + second * 1e9, place);
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

  #windowBegins(phase, part, window) {
    return [{ kind: 'window-began', phase, atNs: this.#atNs(part), window }];
  }

  #windowEnds(phase, part, window) {
    return [{ kind: 'window-ended', phase, atNs: this.#atNs(part), window }];
  }

  #phaseBegins(phase, part, [window]) {
    const atNs = this.#atNs(part);
    return [
      { kind: 'phase-began', phase, atNs },
      { kind: 'target-started', phase, atNs, pid: PID },
      { kind: 'objectives-set', phase, atNs, objectives: { timeToFirstToken: 500 } },
      ...this.#windowBegins(phase, part, window),
    ];
  }

  #phaseEnds(phase, part, [window]) {
    const atNs = this.#atNs(part);
    return [
      ...this.#windowEnds(phase, part, window),
      { kind: 'sampler-account', phase, atNs, pid: PID, ...this.#account() },
      { kind: 'phase-ended', phase, atNs },
    ];
  }

  #account() {
    const sampleCount = this.seconds * SAMPLE_HZ;
    return {
      peakRssBytes: this.#peak.bytes,
      peakAtNs: this.#peak.atNs,
      account: {
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
