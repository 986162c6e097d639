import { measure } from '../../packages/core/dist/metric/measure/measure.js';
import { metricNamed } from '../../packages/core/dist/metric/registry.js';
import { streamsOfStages } from '../../packages/core/dist/metric/measure/stage-streams.js';
import { UNMEASURED } from '../../packages/core/dist/stream/rows/unsent-request.js';
import { samplesFrom } from '../../packages/core/dist/stream/columns/sample-columns.js';
import { stagesOf } from '../../packages/core/dist/stream/stage/stages.js';
import { surveyFrom } from '../../packages/core/dist/stream/rows/survey-stream.js';
import { createRandom } from '../../packages/core/dist/workload/random.js';

/**
 * @typedef {object} Kind distribution of the latencies of a run
 * @property {number} count requests
 * @property {number} spread standard deviation of the logarithm
 * @property {number} memory correlation of neighboring requests, AR(1)
 * @property {number} failedShare share of requests that fail
 * @property {number} [runSpread] standard deviation of the logarithm of a run's level
 */

const BEGAN_NS = 1e15;
const GAP_NS = 10e6;

/** Names of the stages of a run, in order. */
export const STAGES = ['first', 'second', 'third'];

/** @param {import('../../packages/core/dist/workload/random.js').Random} random */
export function normal(random) {
  // A fraction can be 0 but never 1.
  return (
    Math.sqrt(-2 * Math.log(1 - random.fraction())) * Math.cos(2 * Math.PI * random.fraction())
  );
}

/**
 * Latencies in order of time, ms; `Infinity` for a request that failed.
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

/** @param {number} ms @param {number} index within its stage @param {{ stage: string, beganNs: number }} place */
function requestOf(ms, index, { stage, beganNs }) {
  const sentNs = beganNs + index * GAP_NS;
  const isSuccessful = Number.isFinite(ms);
  const endNs = isSuccessful ? sentNs + ms * 1e6 : sentNs + 60e9;
  const firstTokenNs = isSuccessful ? sentNs + ms * 5e5 : NaN;
  return {
    ...UNMEASURED,
    id: index + 1,
    phase: 'load',
    purpose: 'load',
    stage,
    model: 'made',
    context: '',
    scheduledNs: sentNs,
    sentNs,
    connectedNs: NaN,
    firstByteNs: firstTokenNs,
    firstTokenNs,
    firstAnswerNs: firstTokenNs,
    lastTokenNs: isSuccessful ? endNs : NaN,
    endNs,
    inputTokens: 24,
    outputTokens: 2,
    maxOutputTokens: 2,
    tokenCountSource: 'usage',
    cachedTokens: NaN,
    offeredTokens: NaN,
    residentTokens: NaN,
    chunkNs: isSuccessful ? Float64Array.of(firstTokenNs, endNs) : new Float64Array(0),
    resends: 0,
    outcome: isSuccessful ? 'ok' : 'error',
    errorKind: isSuccessful ? '' : 'refused',
    errorMessage: isSuccessful ? '' : 'synthetic failure',
  };
}

/**
 * Streams of a phase with consecutive open stages.
 * @param {readonly Float64Array[]} timesMs of each stage
 */
function phaseOf(timesMs) {
  const events = [];
  const requests = [];
  let atNs = BEGAN_NS;
  for (const [index, times] of timesMs.entries()) {
    const stage = STAGES[index];
    const place = { stage, beganNs: atNs };
    const endedNs = atNs + times.length * GAP_NS;
    events.push(
      {
        kind: 'stage-began',
        atNs,
        phase: 'load',
        stage,
        load: { kind: 'open', ratePerSecond: 1e9 / GAP_NS, arrivals: 'constant' },
        warmupRequests: 0,
        seed: 1,
        prompts: 'words',
      },
      {
        kind: 'stage-ended',
        atNs: endedNs,
        phase: 'load',
        stage,
        windowBeganNs: atNs,
        windowEndedNs: endedNs,
      },
    );
    for (const [position, ms] of times.entries()) requests.push(requestOf(ms, position, place));
    atNs = endedNs;
  }
  return {
    name: 'load',
    beganNs: BEGAN_NS,
    endedNs: atNs,
    clockEpochMs: 0,
    ended: true,
    samples: samplesFrom(0, new Int32Array(0), () => new Float64Array(0)),
    survey: surveyFrom([]),
    requests,
    events,
    stages: stagesOf(events, requests, atNs),
  };
}

const FILE = {
  format: 4,
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
 * A run in the shape that `compareSides` takes; latency is its only measurement.
 * @param {readonly Float64Array[]} timesMs of each stage
 */
function runOf(timesMs) {
  const streams = phaseOf(timesMs);
  const latency = metricNamed('responseLatency');
  const stages = streamsOfStages(streams).map((stage) => ({
    name: stage.stage.name,
    load: stage.stage.load,
    measurements: { responseLatency: measure(latency, stage) },
    streams: stage,
  }));
  const phase = { name: 'load', beganAtMs: 0, measurements: {}, streams, stages, hasFailed: false };
  const file = { ...FILE, stages: { load: stages.map(({ name }) => name) } };
  const { environment } = file;
  const state = { status: 'complete', isUnreliable: false };
  return { runDir: '', file, environment, ...state, phases: [phase] };
}

/**
 * A side of runs with synthetic latencies.
 * @param {Kind} kind
 * @param {{ middleMs: number | readonly number[], runs: number, seed: number }} side `middleMs` of one stage, or of each
 */
export function syntheticSide(kind, { middleMs, runs, seed }) {
  const middles = typeof middleMs === 'number' ? [middleMs] : middleMs;
  return {
    name: 'made',
    runs: Array.from({ length: runs }, (_, run) =>
      runOf(
        // Different seeds give independent streams.
        middles.map((middle, stage) =>
          syntheticTimesMs(kind, middle, seed * 1009 + run + stage * 500_000_003),
        ),
      ),
    ),
  };
}
