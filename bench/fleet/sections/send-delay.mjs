import { withMock } from '../../suite/mock-server.mjs';
import { atMost, LOWER, measured } from '../../suite/report/figure.mjs';
import { quantile } from '../../suite/statistics.mjs';
import { runLoad, stageOf, withFleet } from '../running-fleet.mjs';

const MOCK = { firstTokenMs: 5, gapMs: 1, tokens: 4 };
/** What may be added, milliseconds. */
const ALLOWED_MS = 0.1;
const RESAMPLES = 10_000;
const TAIL = 0.025;

/** @param {import('../plan.mjs').Plan} plan */
export async function measureSendDelay({ sendDelay: { pairs, rate, durationS } }) {
  const stage = { kind: 'open', rate, duration: `${durationS}s` };
  const alone = [];
  const overBus = [];
  await withMock(MOCK, (url) =>
    withFleet(1, async (fleet) => {
      const ways = [
        async () => alone.push(await p99Of({ url, stage })),
        async () => overBus.push(await p99Of({ url, stage, fleet })),
      ];
      for (let pair = 0; pair < pairs; pair += 1) {
        for (const way of pair % 2 === 0 ? ways : ways.toReversed()) await way();
      }
    }),
  );
  const added = alone.map((ms, pair) => overBus[pair] - ms);
  const [low, high] = intervalOfMedian(added);
  const isNone = low <= 0 && high >= 0;
  return [
    measured('aloneP99Ms', 'ms', alone, LOWER),
    measured('overBusP99Ms', 'ms', overBus, LOWER),
    measured('addedP99Ms', 'ms', added, LOWER),
    measured('addedLowMs', 'ms', low),
    measured('addedHighMs', 'ms', high),
    // 0 where the interval holds 0: nothing is added.
    measured('provenAddedMs', 'ms', isNone ? 0 : high, atMost(ALLOWED_MS)),
  ];
}

async function p99Of(load) {
  return runLoad(load, (runDir) => stageOf(runDir).measurements.sendDelay.p99);
}

/** The 95% interval of the median, by resampling: one stall of a shared machine moves a mean far. @param {readonly number[]} values */
function intervalOfMedian(values) {
  let state = 1;
  // A generator of its own, so that a report can be computed again: the multiplier of Numerical Recipes.
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const medians = Array.from({ length: RESAMPLES }, () =>
    quantile(
      values.map(() => values[Math.floor(random() * values.length)]),
      0.5,
    ),
  );
  return [quantile(medians, TAIL), quantile(medians, 1 - TAIL)];
}
