import { atMost, LOWER, measured } from '../../suite/report/figure.mjs';
import { withMock } from '../../suite/mock-server.mjs';
import { watchedRun } from '../watched-run.mjs';

/** Quiet twice: those two differ by what the machine does. */
const HOWS = ['view', 'quiet', 'control'];

/** Figures, and the target for each with the view over quiet. */
const FIGURES = [
  { name: 'sendDelayP99', unit: 'ms', target: atMost(1.25) },
  { name: 'timeToFirstTokenP50', unit: 'ms', target: atMost(1.02) },
  { name: 'timeToFirstTokenP99', unit: 'ms', target: atMost(1.1) },
  { name: 'samplerCpu', unit: 'cores', target: atMost(1.1) },
  { name: 'mainThreadMs', unit: 'ms', target: LOWER },
  { name: 'processMs', unit: 'ms', target: LOWER },
];

const MOCK = { firstTokenMs: 20, gapMs: 2, tokens: 12, slots: 64 };

/** @param {{ repeats: number, durationMs: number }} plan */
export async function measureRuns({ repeats, durationMs }) {
  const rounds = [];
  await withMock(MOCK, async (url) => {
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      const round = {};
      // Each one is first, second and last in turn.
      for (const place of HOWS.keys()) {
        const how = HOWS[(repeat + place) % HOWS.length];
        round[how] = await watchedRun(url, { isQuiet: how !== 'view', durationMs });
      }
      rounds.push(round);
    }
  });
  const added = rounds.map(
    ({ view, quiet }) => (view.mainThreadMs - quiet.mainThreadMs) / durationMs,
  );
  return [
    ...FIGURES.flatMap(({ name, unit, target }) => [
      measured(`${name}View`, unit, valuesOf(rounds, 'view', name), LOWER),
      measured(`${name}Quiet`, unit, valuesOf(rounds, 'quiet', name), LOWER),
      measured(`${name}ViewOverQuiet`, 'ratio', ratios(rounds, 'view', name), target),
      measured(`${name}ControlOverQuiet`, 'ratio', ratios(rounds, 'control', name)),
    ]),
    measured('mainThreadAddedShare', 'cores', added, LOWER),
  ];
}

function valuesOf(rounds, how, name) {
  return rounds.map((round) => round[how][name]);
}

function ratios(rounds, how, name) {
  return rounds.map((round) => round[how][name] / round.quiet[name]);
}
