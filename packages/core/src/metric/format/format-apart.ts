import { formatNumber, formatValue } from './format-value.ts';
import type { MetricDefinition } from '../metric.ts';

/** Digits that distinguish any two doubles. */
const ALL_DIGITS = 17;

/** The unit of a number that needs more than the usual digits. */
const PLAIN_UNITS: Readonly<Record<MetricDefinition['unit'], string>> = {
  bytes: ' B',
  ms: ' ms',
  ratio: '',
  perSecond: '/s',
  requests: '',
  count: '',
  tokens: ' tokens',
  watts: ' W',
  celsius: ' °C',
  joules: ' J',
};

/**
 * Two values in as many digits as distinguish them: `119.7/s` and `120/s`, which would both read 120.
 * @returns texts that differ where the values do
 */
export function formatApart(
  unit: MetricDefinition['unit'],
  one: number,
  other: number,
): readonly [string, string] {
  const usual = [formatValue(unit, one), formatValue(unit, other)] as const;
  if (usual[0] !== usual[1] || one === other || Number.isNaN(one - other)) return usual;
  for (let digits = 3; digits <= ALL_DIGITS; digits += 1) {
    const [first, second] = [withDigits(one, digits), withDigits(other, digits)];
    if (first !== second) return [first + PLAIN_UNITS[unit], second + PLAIN_UNITS[unit]];
  }
  return usual;
}

function withDigits(value: number, digits: number): string {
  if (Math.abs(value) < 1e-6)
    return value === 0 ? formatNumber(value) : `${Number(value.toPrecision(digits))}`;
  return new Intl.NumberFormat('en-US', { maximumSignificantDigits: digits }).format(value);
}
