import { atMost, measured, worst } from '../../suite/report/figure.mjs';
import { quantile } from '../../suite/statistics.mjs';
import { runActor, withServer } from '../actor.mjs';
import { besideBusyLoops } from '../busy-machine.mjs';

const GAP_MS = 25;
/** An event counts where the server needed at most this long to send it: the error of the reference, ns. */
const SURE_NS = 50_000;
const BUSY_LOOPS = 4;

/** @param {{ arrivals: { repeats: number, streams: number, tokens: number } }} plan */
export async function measureArrivals({ arrivals: { repeats, streams, tokens } }) {
  const idle = [];
  const busy = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    idle.push(await measureOnce(streams, tokens));
    busy.push(await besideBusyLoops(BUSY_LOOPS, () => measureOnce(streams, tokens)));
  }
  const figure = (name, unit, rounds, key, target) =>
    measured(name, unit, valuesOf(rounds, key), target);
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
  ];
}

/** A figure of every round. */
function valuesOf(rounds, key) {
  return rounds.map((round) => round[key]);
}

async function measureOnce(streams, tokens) {
  const options = {
    timeToFirstTokenMs: GAP_MS,
    interTokenLatencyMs: GAP_MS,
    outputTokens: tokens,
    ringSlots: 2 ** Math.ceil(Math.log2(streams * (tokens + 2))),
  };
  return withServer(options, async (url, server) => {
    const { events, account } = await runActor('arrivals', { url, streams });
    const [stamps] = await server.stamps();
    return { ...figuresOf(events, stamps), readsByThread: account.threadStampedReads };
  });
}

/** A quantile of nanoseconds, µs. */
function us(valuesNs, share) {
  return quantile(valuesNs, share) / 1e3;
}

function figuresOf({ sentNs, atNs, readNs, afterNs, inRead }, stamps) {
  const handedOver = new Map(stamps.sentNs.map((ns, index) => [ns, stamps.handedOverNs[index]]));
  const errorsNs = [];
  const threadErrorsNs = [];
  let alone = 0;
  let violations = 0;
  for (const [index, sent] of sentNs.entries()) {
    const over = handedOver.get(sent);
    if (over === undefined) throw new Error(`the server has no stamp of the event sent at ${sent}`);
    // It arrived after it was sent, and loopback has delivered it once it was handed over.
    if (atNs[index] < sent || afterNs[index] > over) violations++;
    if (inRead[index] !== 1) continue;
    alone++;
    if (over - sent > SURE_NS) continue;
    errorsNs.push(atNs[index] - sent);
    threadErrorsNs.push(readNs[index] - sent);
  }
  return {
    events: sentNs.length,
    boundOnlyRatio: 1 - alone / sentNs.length,
    violations,
    errorP50Us: us(errorsNs, 0.5),
    errorP99Us: us(errorsNs, 0.99),
    errorP9999Us: us(errorsNs, 0.9999),
    threadErrorP99Us: us(threadErrorsNs, 0.99),
    threadErrorP9999Us: us(threadErrorsNs, 0.9999),
  };
}
