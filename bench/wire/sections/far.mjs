import { absent, atLeast, atMost, measured, worst } from '../../suite/report/figure.mjs';
import { withPrograms } from '../../suite/programs.mjs';
import { median } from '../../suite/statistics.mjs';
import { farNetworkReason, withFarNetwork } from '../far/far-network.mjs';
import { measureLoad } from '../far/measure-load.mjs';

const PROGRAMS = new URL('../programs/', import.meta.url);
const ONE_WAY_MS = 10;
const LONG_TOKENS = 13_000;
/** Prompts of about 2 and 64 kB. */
const LENGTHS = [
  { name: 'short', inputTokens: 400 },
  { name: 'long', inputTokens: LONG_TOKENS },
];
const DROP_ONE_IN = 40;
/** TTFT without the network, where there is none, differs from it by at most this, ms. */
const EXACT = atMost(1);

/** @param {{ far: { repeats: number, requests: number, lengths: readonly string[] } }} plan */
export async function measureFar({ far: { repeats, requests, lengths } }) {
  const measuredLengths = LENGTHS.filter(({ name }) => lengths.includes(name));
  const reason = farNetworkReason();
  if (reason !== undefined) {
    return measuredLengths.map(({ name }) => absent(`${name}ErrorMs`, 'ms', reason, EXACT));
  }
  return withPrograms(PROGRAMS, ['delay-line'], async (programs) => {
    const line = { program: programs['delay-line'], delayMs: ONE_WAY_MS, dropOneIn: 0 };
    const figures = [];
    for (const { name, inputTokens } of measuredLengths) {
      const load = { inputTokens, requests };
      const rounds = [];
      for (let repeat = 0; repeat < repeats; repeat++) rounds.push(await measureRound(load, line));
      figures.push(...figuresOf(name, rounds));
    }
    return [...figures, ...(await measureLoss(requests, { ...line, dropOneIn: DROP_ONE_IN }))];
  });
}

/** The same load near and far: what is more of TTFT is the network. */
async function measureRound(load, line) {
  const near = await measureLoad(load);
  const far = await withFarNetwork(line, (network) => measureLoad(load, network));
  const nearMs = median(near.requests.map(firstTokenMs));
  const farMs = median(far.requests.map(firstTokenMs));
  const known = far.requests.map(networkMs).filter((ms) => !Number.isNaN(ms));
  return {
    networkMs: median(known),
    truthMs: farMs - nearMs,
    nearNetworkMs: median(near.requests.map(networkMs)),
    errorMs: Math.abs(median(known) - (farMs - nearMs)),
    eachErrorMs: median(
      far.requests.map((row) => Math.abs(firstTokenMs(row) - networkMs(row) - nearMs)),
    ),
    known: known.length / far.requests.length,
  };
}

function firstTokenMs({ sentNs, firstTokenNs }) {
  return (firstTokenNs - sentNs) / 1e6;
}

function networkMs({ sentNs, departedNs, leastRoundTripNs }) {
  return (departedNs - sentNs + leastRoundTripNs) / 1e6;
}

function figuresOf(name, rounds) {
  const of = (key) => rounds.map((round) => round[key]);
  return [
    measured(`${name}NetworkMs`, 'ms', of('networkMs')),
    measured(`${name}TruthMs`, 'ms', of('truthMs')),
    measured(`${name}ErrorMs`, 'ms', of('errorMs'), EXACT),
    measured(`${name}EachErrorMs`, 'ms', of('eachErrorMs'), EXACT),
    measured(`${name}KnownShare`, 'ratio', of('known')),
    measured(`${name}NearNetworkMs`, 'ms', of('nearNetworkMs')),
  ];
}

/** A line that loses packets, which the run must name. */
async function measureLoss(requests, line) {
  const load = { inputTokens: LONG_TOKENS, requests };
  const lossy = await withFarNetwork(line, (network) => measureLoad(load, network));
  const sum = (key) => lossy.requests.reduce((total, row) => total + row[key], 0);
  const roundTrips = lossy.requests.map(({ leastRoundTripNs }) => leastRoundTripNs / 1e6);
  return [
    measured('lossyRetransmits', 'count', sum('retransmits'), atLeast(1)),
    measured('lossyOutOfOrder', 'count', sum('outOfOrder')),
    measured(
      'lossyNamed',
      'count',
      lossy.findings.filter((name) => name === 'packet-loss').length,
      atLeast(1),
    ),
    worst('lossyFailed', 'count', [lossy.failed], atMost(0)),
    worst('lossyRoundTripMs', 'ms', roundTrips, atMost(2 * ONE_WAY_MS + 5)),
  ];
}
