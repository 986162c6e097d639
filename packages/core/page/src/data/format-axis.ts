import { formatMs, formatNumber } from '../../../src/metric/format/format-value.ts';

/** A label without trailing zeros: `64 MiB`, not `64.0 MiB`. */
function withoutZeros(text: string): string {
  return text.replace(/(\.\d*?)0+(?= |$)/u, '$1').replace(/\.(?= |$)/u, '');
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** Memory with enough digits to distinguish the ticks of an axis: `1.25 MiB`. */
export function bytesLabel(bytes: number): string {
  if (bytes === 0) return '0';
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.abs(bytes)) / 10));
  const unit = Math.max(0, power);
  return `${formatNumber(bytes / 1024 ** unit)} ${UNITS[unit] ?? ''}`;
}

export function msLabel(ms: number): string {
  return ms === 0 ? '0' : withoutZeros(formatMs(ms));
}

export function numberLabel(value: number): string {
  return formatNumber(value);
}

/** Time since the run began, more precise for a smaller step: `250 ms`, `12 s`, `1:05`, `3.2504 s`. */
export function clockLabel(ms: number, stepMs: number): string {
  if (ms === 0) return '0 s';
  if (ms < 1000 && stepMs < 1000) return `${ms.toFixed(digitsOf(stepMs))} ms`;
  const digits = digitsOf(stepMs / 1000);
  const seconds = ms / 1000;
  if (seconds < 60 || stepMs < 1000) return `${seconds.toFixed(digits)} s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  const rest = String(whole % 60).padStart(2, '0');
  if (minutes < 60) return `${minutes}:${rest}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`;
}

/** The fewest decimal places that write multiples of a step exactly, at most 6. */
function digitsOf(step: number): number {
  for (let digits = 0; digits < 6; digits += 1) {
    const scaled = step * 10 ** digits;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6) return digits;
  }
  return 6;
}

/** The time at the cursor, to 0.1 ms: `12.3456 s`. */
export function momentLabel(ms: number): string {
  return `${(ms / 1000).toFixed(4)} s`;
}

/** Tick steps of a time axis, ms: round values in the units of a clock. */
export const TIME_INCREMENTS: number[] = [
  ...[-3, -2, -1, 0, 1, 2].flatMap((power) => [1, 2, 5].map((factor) => factor * 10 ** power)),
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * 1000),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * 60_000),
  ...[1, 2, 3, 6, 12, 24, 48, 96, 240].map((hours) => hours * 3_600_000),
];
