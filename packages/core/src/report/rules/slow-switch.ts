import { formatMs, formatNumber } from '../../metric/format-value.ts';
import type { Rule } from './rule.ts';

/** A switch unloads and loads; over this many times the slowest load, something else takes the time. */
const LOADS = 2;

/** After ten seconds without a sign people turn to something else. */
const PATIENCE_MS = 10_000;

/** Switching models that takes far longer than loading one, or longer than people wait. */
export const slowSwitch: Rule = {
  name: 'slow-switch',
  advise: ({ phases }) => {
    const loadsMs = phases
      .map((phase) => phase.measurements['loadTime']?.max ?? Number.NaN)
      .filter((ms) => Number.isFinite(ms));
    const slowestLoadMs = loadsMs.length === 0 ? Number.NaN : Math.max(...loadsMs);
    return phases.flatMap(({ name, measurements }) => {
      const switchMs = measurements['contextSwitchTime']?.avg ?? Number.NaN;
      const loads = switchMs / slowestLoadMs;
      if (loads > LOADS) {
        return [
          `${name}: switching models took ${formatMs(switchMs)} on average, ${formatNumber(loads)} times the slowest load (${formatMs(slowestLoadMs)}). ` +
            'Look at what unloading waits for, and whether weights are read from disk again.',
        ];
      }
      if (switchMs > PATIENCE_MS) {
        return [
          `${name}: switching models took ${formatMs(switchMs)} on average. ` +
            'Keep both models resident if memory allows, or send requests for one model to one host.',
        ];
      }
      return [];
    });
  },
};
