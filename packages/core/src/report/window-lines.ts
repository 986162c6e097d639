import { formatMs, formatRatio, formatValue } from '../metric/format-value.ts';
import { METRICS } from '../metric/registry.ts';
import type { PhaseResult, WindowResult } from './results/run-results.ts';

/** Which windows a phase had, and what part of each was steady. */
export function windowLines(phase: PhaseResult): string[] {
  const { windows } = phase;
  if (windows.length === 0) return ['Windows: none were opened.'];
  const names = [...new Set(windows.map((window) => window.name))];
  const described = names.map((name) => {
    const ofName = windows.filter((window) => window.name === name);
    const together = ofName.reduce((sum, window) => sum + window.durationMs, 0);
    const times = ofName.length > 1 ? ` in ${ofName.length} parts` : '';
    const open = ofName.some((window) => !window.closed) ? ', not closed' : '';
    return `${name} ${formatMs(together)}${times}${open}`;
  });
  return [`Windows: ${described.join(', ')}.`, ...steadyLine(windows), ...steadyFigures(phase)];
}

/** What part of the windows was steady, in one line; none where nothing tells. */
export function steadyLine(windows: readonly WindowResult[]): string[] {
  const found = windows.flatMap((window) => {
    const described = describeSteady(window);
    return described === undefined ? [] : [described];
  });
  // Phases that switch models have a short window after each switch: what they have in common is said once.
  const distinct = [...new Set(found)];
  return distinct.length === 0
    ? []
    : [
        `Steady, by change points of response time and concurrency: ${distinct.join('; ')}. ` +
          'Figures and criteria are of whole windows.',
      ];
}

function describeSteady({ name, beganMs, durationMs, steady }: WindowResult): string | undefined {
  if (steady === undefined) return undefined;
  if ('reason' in steady) return `${name} has no steady window, ${steady.reason}`;
  const share = steady.durationMs / durationMs;
  if (steady.levelCount === 1) return `${name} throughout`;
  return (
    `${name} for ${formatMs(steady.durationMs)} from ${formatMs(steady.beganMs - beganMs)} on ` +
    `(${formatRatio(share)} of it, the longest of ${steady.levelCount} levels)`
  );
}

/** What the steady parts alone came to, beside what the report shows of whole windows. */
function steadyFigures(phase: PhaseResult): string[] {
  const { steadyMeasurements, measurements, shown, windows } = phase;
  if (steadyMeasurements === undefined) return [];
  const parts = windows.flatMap(({ name, steady }) =>
    steady !== undefined && 'levelCount' in steady ? [name] : [],
  );
  const figures = METRICS.flatMap(({ name, unit, defaultAggregate }) => {
    const steady = steadyMeasurements[name]?.[defaultAggregate] ?? Number.NaN;
    const whole = measurements[name]?.[defaultAggregate] ?? Number.NaN;
    if (Number.isNaN(steady) || !shown.includes(name)) return [];
    const value = formatValue(unit, steady);
    const wholeValue = formatValue(unit, whole);
    return value === wholeValue
      ? []
      : [`${name} (${defaultAggregate}) ${value} and not ${wholeValue}`];
  });
  return figures.length === 0
    ? []
    : [
        `In the steady parts alone, of ${[...new Set(parts)].join(' and ')}: ${figures.join(', ')}.`,
      ];
}
