/** What stands for a value that was not measured. */
export const DASH = '—';

const BINARY_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** Below this, numbers show their first digits instead of a number of decimals: a value above 0 must not look like 0. */
const SMALL = 0.1;

/** Memory in binary units, three to four digits: `1000 B`, `52.4 MiB`. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return formatNumber(bytes);
  if (bytes !== 0 && Math.abs(bytes) < SMALL) return `${formatNumber(bytes)} B`;
  let scaled = Math.abs(bytes);
  let unit = 0;
  // Half a digit below the next unit is the next unit: never "1024 KiB".
  while (scaled >= 1023.95 && unit < BINARY_UNITS.length - 1) {
    scaled /= 1024;
    unit += 1;
  }
  const digits = unit === 0 && (scaled >= 100 || Number.isInteger(scaled)) ? 0 : 1;
  return `${bytes < 0 ? '-' : ''}${scaled.toFixed(digits)} ${BINARY_UNITS[unit] ?? ''}`;
}

/** A length of time in the unit that suits it: `85.0 µs`, `12.3 ms`, `4.56 s`, `2 min 5 s`, `1 h 0 min`. */
export function formatMs(ms: number): string {
  if (!Number.isFinite(ms)) return formatNumber(ms);
  const size = Math.abs(ms);
  if (size === 0) return '0 ms';
  if (size * 1000 < SMALL) return `${formatNumber(ms * 1000)} µs`;
  if (size < 0.9995) return `${significant(ms * 1000)} µs`;
  if (size < 999.5) return `${significant(ms)} ms`;
  if (size < 59_995) return `${significant(ms / 1000)} s`;
  const sign = ms < 0 ? '-' : '';
  const seconds = Math.round(size / 1000);
  if (seconds < 3600) return `${sign}${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${sign}${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A share of one, in percent: `95.0%`. */
export function formatRatio(ratio: number): string {
  if (!Number.isFinite(ratio)) return formatNumber(ratio);
  const percent = ratio * 100;
  // A small share that is not zero must not look like zero.
  return percent !== 0 && Math.abs(percent) < 0.05
    ? `${percent.toPrecision(1)}%`
    : `${percent.toFixed(1)}%`;
}

/** A rate: `312/s`. */
export function formatPerSecond(perSecond: number): string {
  return Number.isNaN(perSecond) ? DASH : `${formatNumber(perSecond)}/s`;
}

/** A plain number with thousands separated: `7,300`, `3.25`. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return DASH;
  if (value === Number.POSITIVE_INFINITY) return '∞';
  if (value === Number.NEGATIVE_INFINITY) return '-∞';
  const size = Math.abs(value);
  // Neither a sign before zero, nor a row of zeros before what is next to nothing.
  if (size === 0) return '0';
  if (size < 1e-6) return `${Number(value.toPrecision(2))}`;
  const digits =
    size < SMALL ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: size >= 100 ? 0 : 2 };
  return new Intl.NumberFormat('en-US', digits).format(value);
}

function significant(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(size < 9.995 ? 2 : size < 99.95 ? 1 : 0);
}
