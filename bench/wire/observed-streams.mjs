import { quantile } from '../suite/statistics.mjs';
import { runActor, withServer } from './actor.mjs';

/** An event counts where the server needed at most this long to send it: the error of the reference, ns. */
const SURE_NS = 50_000;

/**
 * Chat streams over the wire, and how their timestamps compare with those of the server.
 * @param {{ streams: number, tokens: number, gapMs: number }} load
 */
export async function observeStreams({ streams, tokens, gapMs }) {
  const options = {
    timeToFirstTokenMs: gapMs,
    interTokenLatencyMs: gapMs,
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
export function us(valuesNs, share) {
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
