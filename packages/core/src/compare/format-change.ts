import { formatRatio } from '../metric/format/format-value.ts';

/** A bound beyond a factor of 100, from a few repeats, carries no information. */
const MOST = 100;

/** The size of a change as a share of the base: `5.1%`, or `over 10,000%` for anything larger. */
export function formatChangeSize(size: number): string {
  return Number.isFinite(size) && size > MOST ? 'over 10,000%' : formatRatio(size);
}

/** A change with its sign: `+5.1%`. */
export function formatChange(change: number): string {
  if (change <= 0 || Number.isNaN(change)) return formatRatio(change);
  return Number.isFinite(change) && change > MOST ? 'over +10,000%' : `+${formatRatio(change)}`;
}
