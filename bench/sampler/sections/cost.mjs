import { absent, atLeast, atMost, measured } from '../report/figure.mjs';
import { median } from '../statistics.mjs';
import { measureBudget } from './cost/budget-account.mjs';
import { measurePeerCosts } from './cost/peer-costs.mjs';
import { FAMILY_SIZE, measureTickCosts } from './cost/tick-costs.mjs';

const TICK_US = 1000;

/** @param {import('./cost/tick-costs.mjs').TickCosts[]} rounds */
function tickFigures(rounds) {
  const tickUs = (name, key) =>
    measured(
      name,
      'us',
      rounds.map((round) => round[key]),
    );
  const utilization = (name, key) =>
    measured(
      name,
      'ratio',
      rounds.map((round) => round[key] / TICK_US),
    );
  const overBareLoop = (name, key, target) =>
    measured(
      name,
      'ratio',
      rounds.map((round) => round[key] / round.bare),
      target,
    );
  return [
    tickUs('wakeUpTickUs', 'wakeUp'),
    tickUs('bareLoopTickUs', 'bare'),
    tickUs('oneProcessTickUs', 'one'),
    tickUs('oneProcessMemoryOnlyTickUs', 'oneMemoryOnly'),
    tickUs('twentyProcessesTickUs', 'tree'),
    tickUs('twentyProcessesMemoryOnlyTickUs', 'treeMemoryOnly'),
    utilization('bareLoopCpuUtilization', 'bare'),
    utilization('oneProcessCpuUtilization', 'one'),
    utilization('twentyProcessesCpuUtilization', 'tree'),
    utilization('twentyProcessesSurveyCpuUtilization', 'survey'),
    overBareLoop('oneProcessOverBareLoop', 'one', atMost(1.3)),
    overBareLoop('oneProcessMemoryOnlyOverBareLoop', 'oneMemoryOnly'),
    overBareLoop('twentyProcessesOverBareLoop', 'tree', atMost(2.5)),
    overBareLoop('twentyProcessesMemoryOnlyOverBareLoop', 'treeMemoryOnly'),
  ];
}

/** @param {import('./cost/budget-account.mjs').BudgetAccount} account */
function budgetFigures(account) {
  return [
    measured('twoHundredProcessesSamplesPerTick', 'count', account.samplesPerTick),
    measured('twoHundredProcessesCpuUtilization', 'ratio', account.cpuUtilization, atMost(0.1)),
    measured('twoHundredProcessesHz', '1/s', account.achievedHz),
    measured('twoHundredProcessesSaidHz', '1/s', account.saidHz),
    measured('twoHundredProcessesRateReductions', 'count', account.rateReductions),
  ];
}

/**
 * The cost of a sample beside the peers'. The cheapest peer is the one with the lowest median.
 * @param {import('./cost/tick-costs.mjs').TickCosts[]} rounds
 * @param {import('./cost/peer-costs.mjs').PeerCost[]} peers
 */
function sampleFigures(rounds, peers) {
  const netUs = rounds.map(({ one, wakeUp }) => one - wakeUp);
  const netMemoryOnlyUs = rounds.map(({ oneMemoryOnly, wakeUp }) => oneMemoryOnly - wakeUp);
  const grossUs = rounds.map(({ one }) => one);
  const marginalUs = rounds.map(({ tree, one }) => (tree - one) / (FAMILY_SIZE - 1));
  return [
    measured('nativeNetUs', 'us', netUs),
    measured('nativeMemoryOnlyNetUs', 'us', netMemoryOnlyUs),
    measured('nativeGrossUs', 'us', grossUs),
    measured('nativeOfOneMoreProcessUs', 'us', marginalUs),
    ...peers.flatMap((peer) => peerFigures(peer)),
    cheapestOver('cheapestPeerNetOverNative', 'netUs', peers, netUs, atLeast(8)),
    cheapestOver('cheapestPeerNetOverNativeMemoryOnly', 'netUs', peers, netMemoryOnlyUs),
    cheapestOver('cheapestPeerGrossOverNative', 'grossUs', peers, grossUs),
    cheapestOver('cheapestPeerTightOverNativeOfOneMoreProcess', 'tightUs', peers, marginalUs),
  ];
}

/** @param {import('./cost/peer-costs.mjs').PeerCost} peer */
function peerFigures({ name, missing, netUs, grossUs, tightUs }) {
  const figure = (suffix, values) =>
    missing === undefined
      ? measured(`${name}${suffix}`, 'us', values)
      : absent(`${name}${suffix}`, 'us', missing);
  return [figure('NetUs', netUs), figure('GrossUs', grossUs), figure('TightUs', tightUs)];
}

/**
 * @param {string} name
 * @param {'netUs' | 'grossUs' | 'tightUs'} cost
 * @param {import('./cost/peer-costs.mjs').PeerCost[]} peers
 * @param {number[]} nativeUs
 * @param {import('../report/figure.mjs').Target} [target]
 */
function cheapestOver(name, cost, peers, nativeUs, target) {
  const cheapestUs = Math.min(
    ...peers.filter(({ missing }) => missing === undefined).map((peer) => median(peer[cost])),
  );
  const ownUs = median(nativeUs);
  if (ownUs <= 0) {
    return absent(name, 'ratio', 'the cost was lost in the noise of the wake-ups', target);
  }
  return measured(name, 'ratio', cheapestUs / ownUs, target);
}

/** @param {import('../sections.mjs').SectionContext} context */
export async function measure({ plan, programs }) {
  const rounds = await measureTickCosts(programs, plan.cost);
  const budget = await measureBudget(programs['memory-actor'], plan.cost.budgetMs);
  const peers = await measurePeerCosts(plan.cost);
  return [...tickFigures(rounds), ...budgetFigures(budget), ...sampleFigures(rounds, peers)];
}
