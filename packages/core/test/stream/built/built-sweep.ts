import { MIB, PhaseBuilder } from './phase-builder.ts';

/**
 * A load that only sweeps over rates, with an SLO of 50 ms on TTFT: 20 and 40 req/s meet it, 80 does not, in the order in which
 * a search tries them. TTFT in ms is the rate. Over at 5,000 ms.
 */
export function builtSweep(): PhaseBuilder {
  const phase = new PhaseBuilder('load')
    .event(0, (place) => ({
      kind: 'slos-set',
      ...place,
      slos: { timeToFirstToken: 50 },
    }))
    .memory({ fromMs: 0, toMs: 5000, rssBytes: 200 * MIB });
  for (const [index, rate] of [20, 80, 40].entries()) {
    const fromMs = 500 + index * 1500;
    phase.stage(`sweep/${rate}`, fromMs, fromMs + 1300);
    for (let request = 0; request < 80; request += 1) {
      const sentMs = fromMs + request * 16;
      phase.request({
        purpose: 'probe',
        sentMs,
        chunksMs: [sentMs + rate, sentMs + rate + 5, sentMs + rate + 10],
      });
    }
  }
  return phase;
}
