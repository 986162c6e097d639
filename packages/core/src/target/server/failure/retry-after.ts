import { formatDuration } from '../../../spec/quantity.ts';

/**
 * Reads a Retry-After header: seconds, or a date.
 * @param epochMs now, for dates
 * @returns milliseconds to wait, 0 for a date in the past; undefined when it is neither
 */
export function parseRetryAfterMs(value: string, epochMs: number): number | undefined {
  const text = value.trim();
  if (/^[0-9]+(?:\.[0-9]+)?$/.test(text)) return Number(text) * 1000;
  // Date.parse alone reads a bare number as a year.
  const dateMs = /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - epochMs);
}

/** The requested wait in words. */
export function describeRetryAfter(ms: number): string {
  return `It asks to retry after ${formatDuration(ms)}`;
}
