import {
  DASH,
  formatBytes,
  formatMs,
  formatNumber,
  formatPerSecond,
  formatRatio,
} from '../../spec/format-quantity.ts';
import type { MetricDefinition } from '../metric.ts';

export { DASH, formatBytes, formatMs, formatNumber, formatPerSecond, formatRatio };

type Unit = MetricDefinition['unit'];

/** A value of a metric with its unit: `52.4 MiB`, `1.25 s`, `95.0%`, `312/s`; a dash for `NaN`. */
export function formatValue(unit: Unit, value: number): string {
  switch (unit) {
    case 'bytes':
      return formatBytes(value);
    case 'ms':
      return formatMs(value);
    case 'ratio':
      return formatRatio(value);
    case 'perSecond':
      return formatPerSecond(value);
    case 'requests':
    case 'count':
      return formatNumber(value);
    case 'tokens':
      return withUnit(value, 'tokens');
    case 'watts':
      return withUnit(value, 'W');
    case 'celsius':
      return withUnit(value, '°C');
    case 'joules':
      return withUnit(value, 'J');
  }
}

/** The bounds of a value known only by its bucket: `at most 300 ms`, `2.50 s to 5.00 s`, `above 80.0 s`. */
export function formatBounds(
  unit: Unit,
  { low, high }: { readonly low: number; readonly high: number },
): string {
  if (high === Infinity) return `above ${formatValue(unit, low)}`;
  if (low === 0) return `at most ${formatValue(unit, high)}`;
  return `${formatValue(unit, low)} to ${formatValue(unit, high)}`;
}

function withUnit(value: number, unit: string): string {
  return Number.isNaN(value) ? DASH : `${formatNumber(value)} ${unit}`;
}
