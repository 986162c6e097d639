import { formatNumber } from '@loadcell/core';

/** Blocks of one eighth to eight eighths of a column. */
const EIGHTHS = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'] as const;

/** A bar of lengths: how many are from `from` to `to`, both included. */
interface Bar {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** A line for each bar, scaled to the longest; a count above 0 never looks like none. */
export function lengthPlot(bars: readonly Bar[], width: number): string[] {
  const names = bars.map(({ from, to }) =>
    from === to ? formatNumber(from) : `${formatNumber(from)}–${formatNumber(to)}`,
  );
  const counts = bars.map(({ count }) => (count === 0 ? '' : formatNumber(count)));
  const nameWidth = Math.max(0, ...names.map(({ length }) => length));
  const countWidth = Math.max(0, ...counts.map(({ length }) => length));
  const columns = Math.max(1, width - nameWidth - countWidth - 4);
  const most = Math.max(1, ...bars.map(({ count }) => count));
  return bars.map(({ count }, index) => {
    const name = (names[index] ?? '').padStart(nameWidth);
    const text = (counts[index] ?? '').padStart(countWidth);
    return `${name}  ${text}  ${barOf(count / most, columns)}`.trimEnd();
  });
}

function barOf(share: number, columns: number): string {
  if (share === 0) return '';
  const eighths = Math.max(1, Math.round(share * columns * EIGHTHS.length));
  const whole = Math.floor(eighths / EIGHTHS.length);
  const rest = EIGHTHS[(eighths % EIGHTHS.length) - 1] ?? '';
  return '█'.repeat(whole) + rest;
}
