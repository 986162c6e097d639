import { formatMs, formatRatio, formatValue } from '../../../metric/format/format-value.ts';
import { METRICS } from '../../../metric/registry.ts';
import type { StageResult, StageWindowResult } from '../../results/stage-result.ts';

/** The part of a window in steady state, in words; undefined where it is unknown. */
export function describeSteady({
  beganMs,
  durationMs,
  steady,
}: StageWindowResult): string | undefined {
  if (steady === undefined) return undefined;
  if ('reason' in steady) {
    return `${steady.cause === 'unsteady' ? 'none' : 'unknown'} (${steady.reason})`;
  }
  if (steady.levelCount === 1) return 'throughout';
  const share = formatRatio(steady.durationMs / durationMs);
  return (
    `for ${formatMs(steady.durationMs)} from ${formatMs(steady.beganMs - beganMs)} on ` +
    `(${share} of the window, the longest of ${steady.levelCount} segments)`
  );
}

/** The figures of a stage in steady state that differ from those of the whole window. */
export function steadyFigures(
  { steadyMeasurements, measurements }: StageResult,
  shown: readonly string[],
): string[] {
  if (steadyMeasurements === undefined) return [];
  const figures = METRICS.flatMap(({ name, label, unit, defaultAggregate }) => {
    const steady = steadyMeasurements[name]?.[defaultAggregate] ?? Number.NaN;
    const whole = measurements[name]?.[defaultAggregate] ?? Number.NaN;
    if (Number.isNaN(steady) || !shown.includes(name)) return [];
    const value = formatValue(unit, steady);
    const wholeValue = formatValue(unit, whole);
    return value === wholeValue
      ? []
      : [
          `${label}${unit === 'ms' ? ` ${defaultAggregate}` : ''} ${value} instead of ${wholeValue}`,
        ];
  });
  return figures.length === 0 ? [] : [`In steady state: ${figures.join(', ')}.`];
}
