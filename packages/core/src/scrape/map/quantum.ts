import { QUANTITIES, type QuantityName } from '../quantities.ts';

/** Units with whole values only. */
const WHOLE_UNITS: ReadonlySet<string> = new Set(['requests', 'tokens', 'blocks', 'count']);

/**
 * Step of the last digit of a number printed with a fixed count of significant digits; 0 where the number is whole and short
 * enough to be exact.
 */
export function quantumOf(
  value: number,
  quantity: QuantityName,
  digits: number | undefined,
): number {
  if (digits === undefined || value === 0) return 0;
  const isWhole = WHOLE_UNITS.has(QUANTITIES[quantity].unit) && Number.isInteger(value);
  if (isWhole && Math.abs(value) < 10 ** digits) return 0;
  const [, exponent = '0'] = value.toExponential().split('e');
  return 10 ** (Number(exponent) - digits + 1);
}
