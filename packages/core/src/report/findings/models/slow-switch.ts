import { formatValue } from '../../../metric/format/format-value.ts';
import {
  figure,
  inEachPhase,
  type PhaseFinding,
  type FindingDefinition,
  type RunView,
} from '../finding.ts';

/** A switch unloads and loads: above this multiple of the slowest load, something else takes the time. */
const LOADS = 2;

/** Time beyond the slowest load up to this is normal for unloading, ms. */
const NEGLIGIBLE_MS = 1000;

/** Users wait about ten seconds before they give up, ms. */
const PATIENCE_MS = 10_000;

export const slowSwitch: FindingDefinition = {
  name: 'slow-switch',
  meaning:
    'Model switches took far longer than a load, or longer than users wait. A warning where a criterion on the model switch time is missed.',
  section: 'switches',
  look: inEachPhase(({ result: { measurements, criteria } }, run): PhaseFinding[] => {
    const loadMs = slowestLoad(run);
    const switchMs = measurements['contextSwitchTime']?.avg ?? Number.NaN;
    const average = figure('switch avg', 'ms', switchMs);
    const isMissed = criteria.some(
      ({ metric, status }) => metric === 'contextSwitchTime' && status === 'fail',
    );
    const severity = isMissed ? 'warning' : 'note';
    if (switchMs > LOADS * loadMs && switchMs - loadMs > NEGLIGIBLE_MS) {
      return [
        {
          severity,
          finding: 'Switching models took far longer than loading one',
          evidence: [
            {
              ...average,
              value: `${average.value} (${formatValue('count', switchMs / loadMs)}× the slowest load)`,
            },
            figure('slowest load', 'ms', loadMs),
          ],
          advice: 'Check what unloading waits for, and whether weights are read from disk again.',
        },
      ];
    }
    if (!(switchMs > PATIENCE_MS)) return [];
    return [
      {
        severity,
        finding: 'Switching models took longer than users wait',
        evidence: [average],
        advice: 'Keep both models in memory if they fit, or serve each model on a separate server.',
      },
    ];
  }),
};

/** Milliseconds; `NaN` when nothing was loaded. */
function slowestLoad({ results: { phases } }: RunView): number {
  const loadsMs = phases
    .map((phase) => phase.measurements['loadTime']?.max ?? Number.NaN)
    .filter((ms) => Number.isFinite(ms));
  return loadsMs.length === 0 ? Number.NaN : Math.max(...loadsMs);
}
