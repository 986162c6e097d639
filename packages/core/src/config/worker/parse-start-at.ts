import { ConfigError } from '../../spec/error/errors.ts';

const HELP = 'pass an ISO time such as 2026-05-01T12:00:00Z, or seconds since 1970';

/** An ISO date and time with its offset from UTC. */
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/;

/**
 * Reads the time at which workers start together.
 * @param nowEpochMs the present, epoch milliseconds
 * @returns epoch milliseconds
 * @throws {ConfigError} for a text that is no such time, and for a time that has passed
 */
export function parseStartAt(text: string, nowEpochMs: number): number {
  const epochMs = readTime(text);
  if (Number.isNaN(epochMs)) {
    throw new ConfigError(`invalid --start-at "${text}": expected a time`, { help: HELP });
  }
  if (epochMs > nowEpochMs) return epochMs;
  const agoS = Math.round((nowEpochMs - epochMs) / 1e3);
  throw new ConfigError(`--start-at ${text} has passed: it was ${agoS} s ago`, {
    help: 'pass a time that leaves the workers enough to prepare, such as a minute from now',
  });
}

function readTime(text: string): number {
  if (/^\d{1,12}(?:\.\d{1,9})?$/.test(text)) return Number(text) * 1e3;
  return ISO.test(text) ? Date.parse(text) : Number.NaN;
}
