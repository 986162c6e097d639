import { withMock } from '../../suite/mock-server.mjs';
import { atMost, worst } from '../../suite/report/figure.mjs';
import { runLoad, windowOf, withFleet } from '../running-fleet.mjs';

const MOCK = { firstTokenMs: 5, gapMs: 1, tokens: 4 };
const STAGE = { kind: 'closed', concurrency: 8, requests: 80 };
const NS_PER_MS = 1e6;

/** @param {import('../plan.mjs').Plan} plan */
export async function measureStartSkew({ startSkew: { runs, agents } }) {
  const skews = [];
  await withMock(MOCK, (url) =>
    withFleet(agents, async (fleet) => {
      for (let run = 0; run < runs; run += 1) {
        const skew = await runLoad({ url, stage: STAGE, fleet }, (runDir) => {
          const began = fleet.agents.map(({ name }) => windowOf(runDir, name).beganNs);
          return (Math.max(...began) - Math.min(...began)) / NS_PER_MS;
        });
        skews.push(skew);
      }
    }),
  );
  return [worst('startSkewMs', 'ms', skews, atMost(5))];
}
