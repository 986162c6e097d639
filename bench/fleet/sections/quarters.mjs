import { halvesOfCpus, onCpus } from '../../suite/cpus.mjs';
import { withMock } from '../../suite/mock-server.mjs';
import { atLeast, atMost, LOWER, measured } from '../../suite/report/figure.mjs';
import { startCpuLog } from '../cpu-log.mjs';
import { runLoad, stageOf, windowOf, withFleet } from '../running-fleet.mjs';

// Tokens so far apart that none share a read: a busy client would read several together, and have less to do.
const MOCK = { firstTokenMs: 50, gapMs: 20, tokens: 4 };
/** Agents of a fleet, by the names of its figures. */
const FLEETS = { one: 1, four: 4 };
/** Of the planned rate. */
const REACHED = 0.98;

/** @param {import('../plan.mjs').Plan} plan */
export async function measureQuarters({ quarters: { repeats, rate, durationS, skippedS } }) {
  const stage = { kind: 'open', rate, duration: `${durationS}s`, arrivals: 'constant' };
  const rounds = [];
  // The agents have one half to themselves: what they wait for is the same, however many they are.
  const [ofAgents, ofOthers] = halvesOfCpus();
  await onCpus(ofOthers, () =>
    withMock(MOCK, async (url) => {
      for (let repeat = 0; repeat < repeats; repeat += 1) {
        const round = {};
        const names = Object.keys(FLEETS);
        if (repeat % 2 === 1) names.reverse();
        for (const name of names)
          round[name] = await measureFleet(FLEETS[name], { url, stage, skippedS, cpus: ofAgents });
        rounds.push(round);
      }
    }),
  );
  const of = (name, field) => rounds.map((round) => round[name][field]);
  const shares = (name) => of(name, 'rate').map((reached) => reached / rate);
  return [
    measured('oneRateOfPlanned', 'ratio', shares('one'), atLeast(REACHED)),
    measured('fourRateOfPlanned', 'ratio', shares('four'), atLeast(REACHED)),
    measured('oneCpuCores', 'cores', of('one', 'cpuCores'), LOWER),
    measured('fourCpuCores', 'cores', of('four', 'cpuCores'), LOWER),
    measured(
      'fourCpuOverOne',
      'ratio',
      rounds.map(({ one, four }) => four.cpuCores / one.cpuCores),
      atMost(1.2),
    ),
  ];
}

/** @param {number} skippedS seconds from the start of the stage in which code is compiled, once in each process */
async function measureFleet(count, { skippedS, cpus, ...load }) {
  return withFleet(
    count,
    async (fleet) => {
      const log = startCpuLog(fleet.agents.map(({ pid }) => pid));
      try {
        return await runLoad({ ...load, fleet }, (runDir) => {
          const times = fleet.agents.map(({ name }) => windowOf(runDir, name));
          const fromNs = Math.min(...times.map(({ beganNs }) => beganNs)) + skippedS * 1e9;
          const toNs = Math.max(...times.map(({ endedNs }) => endedNs));
          const cpuCores = log.between(fromNs, toNs) / ((toNs - fromNs) / 1e6);
          return { rate: stageOf(runDir).measurements.requestThroughput.avg, cpuCores };
        });
      } finally {
        log.stop();
      }
    },
    cpus,
  );
}
