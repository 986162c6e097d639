import { atMost, measured } from '../../suite/report/figure.mjs';
import { watchedRun, withMock } from '../watched-run.mjs';

/** What is compared, and what the view may make of it. */
const FIGURES = [
  { name: 'sendLagP99', unit: 'ms', target: atMost(1.25) },
  { name: 'timeToFirstTokenP50', unit: 'ms', target: atMost(1.02) },
  { name: 'timeToFirstTokenP99', unit: 'ms', target: atMost(1.1) },
  { name: 'samplerCpu', unit: 'ratio', target: atMost(1.1) },
  { name: 'mainThreadMs', unit: 'ms', target: undefined },
  { name: 'processMs', unit: 'ms', target: undefined },
];

/** @param {{ repeats: number, durationMs: number }} plan */
export async function measureRuns({ repeats, durationMs }) {
  const rounds = [];
  await withMock(async (url) => {
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      const round = {};
      const order = repeat % 2 === 0 ? ['view', 'quiet'] : ['quiet', 'view'];
      for (const how of order) {
        round[how] = await watchedRun(url, { isQuiet: how === 'quiet', durationMs });
      }
      rounds.push(round);
    }
  });
  const added = rounds.map(
    ({ view, quiet }) => (view.mainThreadMs - quiet.mainThreadMs) / durationMs,
  );
  return [
    ...FIGURES.flatMap(({ name, unit, target }) => [
      measured(`${name}View`, unit, valuesOf(rounds, 'view', name)),
      measured(`${name}Quiet`, unit, valuesOf(rounds, 'quiet', name)),
      measured(`${name}ViewOverQuiet`, 'ratio', ratios(rounds, name), target),
    ]),
    measured('mainThreadAddedShare', 'ratio', added),
  ];
}

function valuesOf(rounds, how, name) {
  return rounds.map((round) => round[how][name]);
}

function ratios(rounds, name) {
  return rounds.map(({ view, quiet }) => view[name] / quiet[name]);
}
