import { formatMs, formatRatio, formatValue } from '../../../metric/format/format-value.ts';
import { METRICS } from '../../../metric/registry.ts';
import type { StageResult, StageWindowResult } from '../../results/stage-result.ts';

/** How much of the windows of stages was in steady state, in one line; none where nothing shows it. */
export function steadyLine(stages: readonly StageResult[]): string[] {
  const found = stages.flatMap(({ name, windows }) => {
    // A stage in parts has a short window for each: what they have in common is said once.
    const states = [...new Set(windows.flatMap((window) => shareOf(window) ?? []))];
    return states.length === 0 ? [] : [`${name} ${states.join(', ')}`];
  });
  return found.length === 0
    ? []
    : [
        `Steady state (latency and concurrency change points): ${found.join('; ')}. ` +
          'Metrics and criteria cover full windows.',
      ];
}

function shareOf({ durationMs, steady }: StageWindowResult): string | undefined {
  if (steady === undefined) return undefined;
  if ('reason' in steady) return `none (${steady.reason})`;
  return steady.levelCount === 1
    ? 'throughout'
    : `${formatRatio(steady.durationMs / durationMs)} of the window`;
}

/** The part of a window in steady state, in words; undefined where it is not known. */
export function describeSteady({
  beganMs,
  durationMs,
  steady,
}: StageWindowResult): string | undefined {
  if (steady === undefined) return undefined;
  if ('reason' in steady) return `none (${steady.reason})`;
  if (steady.levelCount === 1) return 'throughout';
  const share = formatRatio(steady.durationMs / durationMs);
  return (
    `for ${formatMs(steady.durationMs)} from ${formatMs(steady.beganMs - beganMs)} on ` +
    `(${share} of the window, the longest of ${steady.levelCount} segments)`
  );
}

/** What a stage measured in steady state, where it is not what the whole window shows. */
export function steadyFigures(
  { steadyMeasurements, measurements }: StageResult,
  shown: readonly string[],
): string[] {
  if (steadyMeasurements === undefined) return [];
  const figures = METRICS.flatMap(({ name, unit, defaultAggregate }) => {
    const steady = steadyMeasurements[name]?.[defaultAggregate] ?? Number.NaN;
    const whole = measurements[name]?.[defaultAggregate] ?? Number.NaN;
    if (Number.isNaN(steady) || !shown.includes(name)) return [];
    const value = formatValue(unit, steady);
    const wholeValue = formatValue(unit, whole);
    return value === wholeValue
      ? []
      : [`${name} (${defaultAggregate}) ${value} instead of ${wholeValue}`];
  });
  return figures.length === 0 ? [] : [`In steady state: ${figures.join(', ')}.`];
}
