import { measure } from '../../packages/core/dist/metric/measure.js';
import { metricNamed } from '../../packages/core/dist/metric/registry.js';
import { samplesFrom } from '../../packages/core/dist/stream/sample-columns.js';
import { surveyFrom } from '../../packages/core/dist/stream/survey-stream.js';
import { createRandom } from '../../packages/core/dist/workload/random.js';

/**
 * @typedef {object} Kind what the response times of a run are like
 * @property {number} count requests
 * @property {number} spread deviation of the logarithm
 * @property {number} memory correlation of neighbours: a process of first order
 * @property {number} failedShare requests that are never answered
 * @property {number} [runSpread] by how much whole runs differ: deviation of the logarithm of their level
 */

const BEGAN_NS = 1e15;
const GAP_NS = 10e6;

/** @param {import('../../packages/core/dist/workload/random.js').Random} random */
export function normal(random) {
  // A fraction may be 0, and never 1.
  return (
    Math.sqrt(-2 * Math.log(1 - random.fraction())) * Math.cos(2 * Math.PI * random.fraction())
  );
}

/**
 * Response times in order of time, milliseconds; `Infinity` for a request that failed.
 * @param {Kind} kind @param {number} middleMs their median @param {number} seed
 */
export function syntheticTimesMs(kind, middleMs, seed) {
  const { count, spread, memory, failedShare, runSpread = 0 } = kind;
  const random = createRandom(seed, 'response times');
  const levelMs = middleMs * Math.exp(runSpread * normal(random));
  const innovation = Math.sqrt(1 - memory * memory);
  let state = normal(random);
  return Float64Array.from({ length: count }, () => {
    state = memory * state + innovation * normal(random);
    return random.fraction() < failedShare ? Infinity : levelMs * Math.exp(spread * state);
  });
}

/** @param {number} ms @param {number} index */
function requestOf(ms, index) {
  const sentNs = BEGAN_NS + index * GAP_NS;
  const isAnswered = Number.isFinite(ms);
  const endNs = isAnswered ? sentNs + ms * 1e6 : sentNs + 60e9;
  const firstTokenNs = isAnswered ? sentNs + ms * 5e5 : NaN;
  return {
    id: index + 1,
    phase: 'load',
    purpose: 'open-loop',
    model: 'made',
    context: '',
    intendedNs: sentNs,
    sentNs,
    connectedNs: NaN,
    firstByteNs: firstTokenNs,
    firstTokenNs,
    lastTokenNs: isAnswered ? endNs : NaN,
    endNs,
    inputTokens: 24,
    outputTokens: 2,
    maxOutputTokens: 2,
    tokenCountSource: 'usage',
    cachedTokens: NaN,
    offeredTokens: NaN,
    residentTokens: NaN,
    chunkNs: isAnswered ? Float64Array.of(firstTokenNs, endNs) : new Float64Array(0),
    outcome: isAnswered ? 'ok' : 'error',
    errorKind: isAnswered ? '' : 'refused',
    errorMessage: isAnswered ? '' : 'made to fail',
  };
}

/** @param {Float64Array} timesMs */
function phaseOf(timesMs) {
  return {
    name: 'load',
    beganNs: BEGAN_NS,
    endedNs: BEGAN_NS + timesMs.length * GAP_NS,
    clockEpochMs: 0,
    ended: true,
    samples: samplesFrom(0, new Int32Array(0), () => new Float64Array(0)),
    survey: surveyFrom([]),
    requests: Array.from(timesMs, requestOf),
    events: [],
  };
}

const FILE = {
  format: 2,
  name: 'made',
  test: { outputDir: '', verbose: false },
  phases: [],
  criteria: {},
  environment: {
    loadcell: '0',
    node: '',
    os: '',
    kernel: '',
    arch: '',
    cpuModel: '',
    cpuCount: 1,
    memoryBytes: 1,
    target: 'made',
    models: ['made'],
  },
};

/**
 * A run as `compareSides` takes it, of which only response times were measured.
 * @param {Float64Array} timesMs
 */
function runOf(timesMs) {
  const streams = phaseOf(timesMs);
  const measurements = { responseLatency: measure(metricNamed('responseLatency'), streams) };
  const phase = { name: 'load', beganAtMs: 0, measurements, streams, loads: [], hasFailed: false };
  return { runDir: '', file: FILE, status: 'complete', isUntrusted: false, phases: [phase] };
}

/**
 * A side of runs with synthetic response times.
 * @param {Kind} kind
 * @param {{ middleMs: number, runs: number, seed: number }} side
 */
export function syntheticSide(kind, { middleMs, runs, seed }) {
  return {
    name: 'made',
    runs: Array.from({ length: runs }, (_, run) =>
      runOf(syntheticTimesMs(kind, middleMs, seed * 1009 + run)),
    ),
  };
}
