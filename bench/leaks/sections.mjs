import { atLeast, atMost, measured, worst } from '../suite/report/figure.mjs';
import { judgeKnownServer } from './known-server.mjs';
import { LEAK_BYTES, REQUESTS } from './plan.mjs';

/** @typedef {ReturnType<typeof import('./plan.mjs').planFor>} Plan */
/** @typedef {import('./known-server.mjs').JudgedRun} JudgedRun */

/**
 * Measures a kind of server in consecutive runs, one per seed.
 * @param {string} kind
 * @param {Plan} plan
 * @returns {Promise<JudgedRun[]>}
 */
async function judgedRuns(kind, { seeds }) {
  const runs = [];
  for (let seed = 1; seed <= seeds; seed += 1) {
    const run = await judgeKnownServer(kind, seed);
    runs.push(run);
    const slope = (run.slopeBytes / 1024).toFixed(1);
    process.stderr.write(`  ${kind} ${seed}: ${run.verdict}, ${slope} KiB per request\n`);
  }
  return runs;
}

const shareOf = (runs, holds) => runs.filter(holds).length / runs.length;

/** @param {Plan} plan */
async function measureLeak(plan) {
  const runs = await judgedRuns('leak', plan);
  return [
    measured('right-verdict-share', 'ratio', shareOf(runs, isCalled('leak')), atLeast(1)),
    measured(
      'reported-share',
      'ratio',
      shareOf(runs, ({ isReported }) => isReported),
      atLeast(1),
    ),
    worst(
      'slope-error-share',
      'ratio',
      runs.map(({ slopeBytes }) => Math.abs(slopeBytes / LEAK_BYTES - 1)),
      atMost(0.1),
    ),
    measured(
      'requests',
      'count',
      runs.map(({ requests }) => requests),
    ),
  ];
}

/** @param {string} kind */
function measureNoLeak(kind) {
  return async (plan) => {
    const runs = await judgedRuns(kind, plan);
    return [
      measured('right-verdict-share', 'ratio', shareOf(runs, isCalled('no-leak')), atLeast(1)),
      measured(
        'reported-share',
        'ratio',
        shareOf(runs, ({ isReported }) => isReported),
        atMost(0),
      ),
      measured(
        'slope-kib',
        'KiB',
        runs.map(({ slopeBytes }) => slopeBytes / 1024),
      ),
      measured(
        'requests',
        'count',
        runs.map(({ requests }) => requests),
      ),
    ];
  };
}

const isCalled = (wanted) => (run) => run.verdict === wanted;

const METHOD =
  `A Python server with 48 MiB of weights, and a closed loop at concurrency 4 of at least ${REQUESTS} requests, per seed. ` +
  'The verdict is that of the leak test in results.json.';

/**
 * Sections in the order of the run.
 * @type {readonly { name: string, title: string, method: string, measure: (plan: Plan) => Promise<import('../suite/report/figure.mjs').Figure[]> }[]}
 */
export const SECTIONS = [
  {
    name: 'leak',
    title: 'A server that retains 64 KiB of each request is called a leak',
    method: METHOD,
    measure: measureLeak,
  },
  {
    name: 'plateau',
    title: 'A server whose cache fills and then evicts is not called a leak',
    method: `${METHOD} The cache holds 60 to 140 entries of 64 KiB.`,
    measure: measureNoLeak('plateau'),
  },
  {
    name: 'steady',
    title: 'A server that retains nothing is not called a leak',
    method: METHOD,
    measure: measureNoLeak('steady'),
  },
  {
    name: 'wander',
    title: 'A server whose Python heap wanders is not called a leak',
    method: `${METHOD} One request in three creates or drops an object of 0.3 to 2.5 MiB.`,
    measure: measureNoLeak('wander'),
  },
];
