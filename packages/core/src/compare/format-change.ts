import { formatRatio } from '../metric/format/format-value.ts';

/** Beyond a hundredfold a bound from a few repeats says only that nothing is known. */
const MOST = 100;

/** The size of a change as a share of the base, for people: `5.1%`, and `over 10,000%` for all that is larger. */
export function formatChangeSize(size: number): string {
  return Number.isFinite(size) && size > MOST ? 'over 10,000%' : formatRatio(size);
}

/** The same with its sign: `+5.1%`. */
export function formatChange(change: number): string {
  if (change <= 0 || Number.isNaN(change)) return formatRatio(change);
  return Number.isFinite(change) && change > MOST ? 'over +10,000%' : `+${formatRatio(change)}`;
}
