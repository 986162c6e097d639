import { atMost, HIGHER, LOWER, measured } from '../../suite/report/figure.mjs';
import { runActor, withServer } from '../actor.mjs';
import { pipedRun } from '../pipeline/piped-run.mjs';

/**
 * @typedef {object} PipelinePlan
 * @property {number} repeats
 * @property {number} requests plain ones of a run
 * @property {number} streams streamed responses of a run
 * @property {number} longStreams streamed responses of the run whose memory is followed
 * @property {number} tokens of a streamed response
 */

const PLAIN_TOKENS = 8;
/** Each event is sent alone at this interval, ms: about as fast as the mock server sends on two cores. */
const GAP_MS = 2;

/** What a load sends, and how fast the server responds. */
const PLAIN = { isStreamed: false, concurrency: 64, gapMs: 0 };
const PACED = { isStreamed: true, concurrency: 256, gapMs: GAP_MS };
const BURSTS = { isStreamed: true, concurrency: 256, gapMs: 0 };

/** The loads of a round; a unit is a request or an event. */
const LOADS = [
  { name: 'plain', target: atMost(1), ofPlan: plainLoad },
  { name: 'streamed', target: atMost(0.5), ofPlan: (plan) => streamedLoad(PACED, plan) },
  { name: 'burst', target: LOWER, ofPlan: (plan) => streamedLoad(BURSTS, plan) },
];

/** @param {{ pipeline: PipelinePlan }} plan */
export async function measurePipeline({ pipeline: plan }) {
  const rounds = [];
  for (let repeat = 0; repeat < plan.repeats; repeat += 1) {
    const round = {};
    for (const { name, ofPlan } of LOADS) round[name] = await costOf(ofPlan(plan));
    rounds.push({ ...round, bareUs: await bareCpuUs(plainLoad(plan)) });
  }
  return [
    ...LOADS.flatMap((load) => figuresOf(load, rounds)),
    ...bareFigures(rounds),
    ...(await memoryFigures(plan)),
  ];
}

/** CPU time of a plain request on the main thread of a loop that does only what no client can leave out. */
async function bareCpuUs({ concurrency: connections, gapMs, requests, outputTokens }) {
  const load = { connections, requests, outputTokens };
  const { cpuUs, complete } = await onMock(gapMs, load, (url) =>
    runActor('pipeline-bare', { url, ...load }),
  );
  if (complete !== requests) throw new Error(`${complete} of ${requests} responses were complete`);
  return cpuUs;
}

function bareFigures(rounds) {
  const figure = (name, unit, of) => measured(name, unit, rounds.map(of), LOWER);
  return [
    figure('plainBareMainCpuUs', 'us', ({ bareUs }) => bareUs),
    figure('plainSendingOverBare', 'ratio', ({ bareUs, plain }) => plain.sendingUs / bareUs),
  ];
}

/** @param {PipelinePlan} plan */
function plainLoad({ requests }) {
  return { ...PLAIN, requests, outputTokens: PLAIN_TOKENS, units: requests };
}

/** @param {typeof PACED} load @param {PipelinePlan} plan */
function streamedLoad(load, { streams, tokens }) {
  return { ...load, requests: streams, outputTokens: tokens, units: streams * tokens };
}

/** CPU time for each unit, from the beginning of the load. */
async function costOf({ units, gapMs, ...load }) {
  const { account, beganNs, endedNs } = await onMock(gapMs, load, (url) => pipedRun(url, load));
  const began = account.at(beganNs);
  const ended = account.at(endedNs);
  const { last } = account;
  const usOf = (fromNs, toNs) => (toNs - fromNs) / units / 1e3;
  const wireUs = usOf(began.wireNs, ended.wireNs);
  const sendingUs = usOf(began.mainNs, ended.mainNs);
  const mainUs = usOf(began.mainNs, last.mainNs);
  return {
    wireUs,
    sendingUs,
    mainUs,
    otherUs: usOf(began.processNs, last.processNs) - mainUs - wireUs,
    sendingOverWire: sendingUs / wireUs,
    mainOverWire: mainUs / wireUs,
    perSecond: units / ((endedNs - beganNs) / 1e9),
  };
}

function figuresOf({ name, target }, rounds) {
  const figure = (suffix, unit, field, wanted) =>
    measured(
      `${name}${suffix}`,
      unit,
      rounds.map((round) => round[name][field]),
      wanted,
    );
  return [
    figure('WireCpuUs', 'us', 'wireUs', LOWER),
    figure('SendingMainCpuUs', 'us', 'sendingUs', LOWER),
    figure('MainCpuUs', 'us', 'mainUs', LOWER),
    figure('OtherCpuUs', 'us', 'otherUs', LOWER),
    figure('SendingMainOverWire', 'ratio', 'sendingOverWire', LOWER),
    figure('MainOverWire', 'ratio', 'mainOverWire', target),
    figure('PerSecond', 'count/s', 'perSecond', HIGHER),
  ];
}

/** Memory of one long run of streams, after its first tenth and at its end. @param {PipelinePlan} plan */
async function memoryFigures({ longStreams, tokens }) {
  const load = { ...PACED, requests: longStreams, outputTokens: tokens };
  const events = longStreams * tokens;
  const { account, beganNs, endedNs } = await onMock(GAP_MS, load, (url) => pipedRun(url, load));
  // The rate is constant, but for the machine. Memory rises by up to a third until a full garbage collection, four in ten
  // million events, returns it: each window has one, and what is left after it shows growth.
  const timeOf = (share) => beganNs + (endedNs - beganNs) * share;
  const residentIn = (from, to) =>
    account.between(timeOf(from), timeOf(to)).map(({ residentBytes }) => residentBytes);
  const early = residentIn(0.1, 0.4);
  const late = residentIn(0.7, 1);
  return [
    measured('memoryEvents', 'count', events),
    measured('memoryEarlyBytes', 'bytes', Math.min(...early), LOWER),
    measured('memoryLateBytes', 'bytes', Math.min(...late), LOWER),
    measured('memoryPeakBytes', 'bytes', Math.max(...early, ...late), LOWER),
    measured('memoryLateOverEarly', 'ratio', Math.min(...late) / Math.min(...early), atMost(1.1)),
  ];
}

function onMock(gapMs, { outputTokens }, use) {
  const timing = { timeToFirstTokenMs: gapMs, interTokenLatencyMs: gapMs, outputTokens };
  return withServer(timing, use);
}
