import { figure, inEachPhase, type Rule, type RuleInput } from './rule.ts';

/** A switch unloads and loads; over this many times the slowest load, something else takes the time. */
const LOADS = 2;

/** After ten seconds without a sign people turn to something else. */
const PATIENCE_MS = 10_000;

/** Switching models that takes far longer than loading one, or longer than people wait. */
export const slowSwitch: Rule = {
  name: 'slow-switch',
  severity: 'notable',
  section: 'switches',
  look: inEachPhase(({ result: { measurements } }, run) => {
    const slowestLoadMs = slowestLoad(run);
    const switchMs = measurements['contextSwitchTime']?.avg ?? Number.NaN;
    const average = figure('switch avg', 'ms', switchMs);
    if (switchMs > LOADS * slowestLoadMs) {
      return [
        {
          finding: 'Switching models took far longer than loading one',
          evidence: [
            average,
            figure('slowest load', 'ms', slowestLoadMs),
            figure('times that', 'count', switchMs / slowestLoadMs),
          ],
          advice: 'Look at what unloading waits for, and whether weights are read from disk again.',
        },
      ];
    }
    if (!(switchMs > PATIENCE_MS)) return [];
    return [
      {
        finding: 'Switching models took longer than people wait',
        evidence: [average],
        advice:
          'Keep both models resident if memory allows, or send requests for one model to one host.',
      },
    ];
  }),
};

/** Milliseconds; `NaN` when nothing was loaded. */
function slowestLoad({ results: { phases } }: RuleInput): number {
  const loadsMs = phases
    .map((phase) => phase.measurements['loadTime']?.max ?? Number.NaN)
    .filter((ms) => Number.isFinite(ms));
  return loadsMs.length === 0 ? Number.NaN : Math.max(...loadsMs);
}
