import { absent, atLeast, atMost, LOWER, measured } from '../../suite/report/figure.mjs';
import { median } from '../../suite/statistics.mjs';
import { measureBudget } from './cost/budget-account.mjs';
import { measurePeerCosts } from './cost/peer-costs.mjs';
import { FAMILY_SIZE, TickBench } from './cost/tick-costs.mjs';

const TICK_US = 1000;
const REQUESTED_HZ = 1000;
const PEER_COSTS = [
  { key: 'netUs', suffix: 'NetUs' },
  { key: 'grossUs', suffix: 'GrossUs' },
  { key: 'tightUs', suffix: 'TightUs' },
];

/** @param {import('./cost/tick-costs.mjs').TickCosts[]} rounds */
function tickFigures(rounds) {
  const tickUs = (name, key, better) =>
    measured(
      name,
      'us',
      rounds.map((round) => round[key]),
      better,
    );
  const utilization = (name, key, better) =>
    measured(
      name,
      'cores',
      rounds.map((round) => round[key] / TICK_US),
      better,
    );
  const overBareLoop = (name, key, wanted) =>
    measured(
      name,
      'ratio',
      rounds.map((round) => round[key] / round.bare),
      wanted,
    );
  return [
    tickUs('wakeUpTickUs', 'wakeUp'),
    tickUs('bareLoopTickUs', 'bare'),
    tickUs('bareLoopOfTwentyTickUs', 'bareOfTwenty'),
    tickUs('oneProcessTickUs', 'one', LOWER),
    tickUs('oneProcessMemoryOnlyTickUs', 'oneMemoryOnly', LOWER),
    tickUs('twentyProcessesTickUs', 'tree', LOWER),
    tickUs('twentyProcessesMemoryOnlyTickUs', 'treeMemoryOnly', LOWER),
    utilization('bareLoopCpuUtilization', 'bare'),
    utilization('oneProcessCpuUtilization', 'one', LOWER),
    utilization('twentyProcessesCpuUtilization', 'tree', LOWER),
    utilization('twentyProcessesSurveyCpuUtilization', 'survey', LOWER),
    overBareLoop('oneProcessOverBareLoop', 'one', atMost(1.3)),
    overBareLoop('oneProcessMemoryOnlyOverBareLoop', 'oneMemoryOnly'),
    overBareLoop('twentyProcessesOverBareLoop', 'tree', LOWER),
    overBareLoop('twentyProcessesMemoryOnlyOverBareLoop', 'treeMemoryOnly', LOWER),
    measured(
      'twentyProcessesOverBareLoopOfTwenty',
      'ratio',
      rounds.map(({ tree, bareOfTwenty }) => tree / bareOfTwenty),
      atMost(1.3),
    ),
    overBareLoop('bareLoopOfTwentyOverBareLoop', 'bareOfTwenty'),
  ];
}

/** @param {import('./cost/budget-account.mjs').BudgetAccount[]} accounts */
function budgetFigures(accounts) {
  const figure = (name, unit, key, target) =>
    measured(
      `twoHundredProcesses${name}`,
      unit,
      accounts.map((account) => account[key]),
      target,
    );
  // Fewer ticks than requested are fine when the account reports them.
  const isReported = accounts.map(({ achievedHz, rateReductions }) =>
    achievedHz > 0.95 * REQUESTED_HZ || rateReductions > 0 ? 1 : 0,
  );
  return [
    figure('SamplesPerTick', 'count', 'samplesPerTick'),
    figure('CpuUtilization', 'cores', 'cpuUtilization', atMost(0.1)),
    figure('Hz', '1/s', 'achievedHz'),
    figure('RateReductions', 'count', 'rateReductions'),
    figure('LongestPeriodMs', 'ms', 'longestPeriodMs'),
    measured('twoHundredProcessesRateIsReported', 'boolean', isReported, atLeast(1)),
  ];
}

/**
 * The cost of a sample, and that of the peers'.
 * @param {import('./cost/tick-costs.mjs').TickCosts[]} rounds
 * @param {import('./cost/peer-costs.mjs').PeerCost[][]} peerRounds
 */
function sampleFigures(rounds, peerRounds) {
  const netUs = rounds.map(({ one, wakeUp }) => one - wakeUp);
  const bareNetUs = rounds.map(({ bare, wakeUp }) => bare - wakeUp);
  const netMemoryOnlyUs = rounds.map(({ oneMemoryOnly, wakeUp }) => oneMemoryOnly - wakeUp);
  const grossUs = rounds.map(({ one }) => one);
  const marginalUs = rounds.map(({ tree, one }) => (tree - one) / (FAMILY_SIZE - 1));
  return [
    measured('bareLoopNetUs', 'us', bareNetUs),
    measured('nativeNetUs', 'us', netUs, LOWER),
    measured('nativeMemoryOnlyNetUs', 'us', netMemoryOnlyUs, LOWER),
    measured('nativeGrossUs', 'us', grossUs, LOWER),
    measured('nativeOfOneMoreProcessUs', 'us', marginalUs, LOWER),
    ...peerFigures(peerRounds),
    cheapestOver('cheapestPeerNetOverNative', 'netUs', peerRounds, netUs),
    cheapestOver('cheapestPeerNetOverNativeMemoryOnly', 'netUs', peerRounds, netMemoryOnlyUs),
    cheapestOver('cheapestPeerNetOverBareLoop', 'netUs', peerRounds, bareNetUs),
    cheapestOver('cheapestPeerGrossOverNative', 'grossUs', peerRounds, grossUs),
    cheapestOver('cheapestPeerTightOverNativeOfOneMoreProcess', 'tightUs', peerRounds, marginalUs),
  ];
}

/** @param {import('./cost/peer-costs.mjs').PeerCost[][]} rounds */
function peerFigures(rounds) {
  return rounds[0].flatMap(({ name, missing }, index) =>
    PEER_COSTS.map(({ key, suffix }) =>
      missing === undefined
        ? measured(
            `${name}${suffix}`,
            'us',
            rounds.map((peers) => peers[index][key]),
          )
        : absent(`${name}${suffix}`, 'us', missing),
    ),
  );
}

/**
 * The lowest of the peers' medians over the sampler's.
 * @param {string} name
 * @param {'netUs' | 'grossUs' | 'tightUs'} key
 * @param {import('./cost/peer-costs.mjs').PeerCost[][]} rounds
 * @param {number[]} nativeUs
 */
function cheapestOver(name, key, rounds, nativeUs) {
  const medians = rounds[0]
    .map((peer, index) => ({ peer, costs: rounds.map((peers) => peers[index][key]) }))
    .filter(({ peer }) => peer.missing === undefined)
    .map(({ costs }) => median(costs));
  const ownUs = median(nativeUs);
  if (ownUs <= 0) {
    return absent(name, 'ratio', 'the cost was lost in the noise of the wake-ups');
  }
  return measured(name, 'ratio', Math.min(...medians) / ownUs);
}

/** @param {import('../sections.mjs').SectionContext} context */
export async function measure({ plan, programs }) {
  const { rounds, ticks, peerMs, budgetRepeats, budgetMs } = plan.cost;
  const tickRounds = [];
  const peerRounds = [];
  const bench = new TickBench(programs);
  try {
    await bench.prepare();
    for (let round = 0; round < rounds; round++) {
      tickRounds.push(await bench.measure(ticks, round));
      peerRounds.push(await measurePeerCosts(peerMs));
    }
  } finally {
    await bench.end();
  }
  const accounts = [];
  for (let repeat = 0; repeat < budgetRepeats; repeat++) {
    accounts.push(await measureBudget(programs['memory-actor'], budgetMs));
  }
  return [
    ...tickFigures(tickRounds),
    ...budgetFigures(accounts),
    ...sampleFigures(tickRounds, peerRounds),
  ];
}
