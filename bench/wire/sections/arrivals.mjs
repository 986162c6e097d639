import { absent, atMost, measured, worst } from '../../suite/report/figure.mjs';
import { runActor, withServer } from '../actor.mjs';
import { besideBusyLoops } from '../busy-machine.mjs';
import { observeStreams, us } from '../observed-streams.mjs';
import { setUpPythonPeer, streamOverPython } from '../python-peer.mjs';

const GAP_MS = 25;

/**
 * @typedef {object} ArrivalsPlan
 * @property {number} repeats
 * @property {number} streams
 * @property {number} tokens of a stream
 * @property {boolean} hasPython
 * @property {number} busyLoops programs that compete for the cores
 */

/** @param {{ arrivals: ArrivalsPlan }} plan */
export async function measureArrivals({ arrivals }) {
  const { repeats, streams, tokens, hasPython, busyLoops } = arrivals;
  const noPython = hasPython ? await setUpPythonPeer() : 'left out of a quick run';
  const idle = [];
  const busy = [];
  const measure = async () => ({
    ...(await observeStreams({ streams, tokens, gapMs: GAP_MS })),
    ...(await measurePeers(streams, tokens, noPython === undefined)),
  });
  for (let repeat = 0; repeat < repeats; repeat++) {
    idle.push(await measure());
    busy.push(await besideBusyLoops(busyLoops, measure));
  }
  const figure = (name, unit, rounds, key, target) =>
    measured(name, unit, valuesOf(rounds, key), target);
  const ofPeers = (name, rounds) => [
    figure(`${name}UndiciErrorP99Us`, 'us', rounds, 'undiciErrorP99Us'),
    noPython === undefined
      ? figure(`${name}AiohttpErrorP99Us`, 'us', rounds, 'aiohttpErrorP99Us')
      : absent(`${name}AiohttpErrorP99Us`, 'us', noPython),
  ];
  const both = [...idle, ...busy];
  return [
    figure('idleErrorP50Us', 'us', idle, 'errorP50Us'),
    figure('idleErrorP99Us', 'us', idle, 'errorP99Us', atMost(50)),
    figure('idleThreadErrorP99Us', 'us', idle, 'threadErrorP99Us'),
    figure('busyErrorP99Us', 'us', busy, 'errorP99Us', atMost(100)),
    figure('busyErrorP9999Us', 'us', busy, 'errorP9999Us', atMost(1000)),
    figure('busyThreadErrorP99Us', 'us', busy, 'threadErrorP99Us'),
    figure('busyThreadErrorP9999Us', 'us', busy, 'threadErrorP9999Us'),
    figure('boundOnlyRatio', 'ratio', both, 'boundOnlyRatio', atMost(0.05)),
    worst('boundViolations', 'count', valuesOf(both, 'violations'), atMost(0)),
    worst('readsByThread', 'count', valuesOf(both, 'readsByThread'), atMost(0)),
    figure('events', 'count', both, 'events'),
    ...ofPeers('idle', idle),
    ...ofPeers('busy', busy),
  ];
}

/** Errors of clients that take their timestamps in an event loop. */
async function measurePeers(streams, tokens, hasPython) {
  const timing = { timeToFirstTokenMs: GAP_MS, interTokenLatencyMs: GAP_MS, outputTokens: tokens };
  const undici = await withServer(timing, (url) => runActor('streams-undici', { url, streams }));
  if (undici.failed > 0) throw new Error(`${undici.failed} streams of undici failed`);
  return {
    undiciErrorP99Us: undici.errorP99Ns / 1e3,
    ...(hasPython && {
      aiohttpErrorP99Us: await withServer(timing, async (url) =>
        us(await streamOverPython(url, streams), 0.99),
      ),
    }),
  };
}

/** A figure of every round. */
function valuesOf(rounds, key) {
  return rounds.map((round) => round[key]);
}
