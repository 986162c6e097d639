import * as z from 'zod';
import { parseThreshold } from '../config/parse-threshold.ts';
import { ConfigError } from '../spec/error/errors.ts';

/** Lines such as `ttft.p95<=80ms`, as `--criterion` takes them, or thresholds by key, as `successCriteria` holds them. */
export type GivenCriteria = readonly string[] | Readonly<Record<string, number>>;

const GivenSchema = z.union([z.array(z.string()), z.record(z.string(), z.number())]);

/**
 * Reads the criteria of an assertion.
 * @returns thresholds by key, at least one: an assertion without criteria would pass by accident
 * @throws {ConfigError} for anything else
 */
export function readCriteria(given: unknown): Readonly<Record<string, number>> {
  const { data } = GivenSchema.safeParse(given);
  if (data === undefined || Object.keys(data).length === 0) {
    throw new ConfigError(
      'invalid criteria of toMeetCriteria: expected a list of lines, or an object of numbers, with at least one criterion',
      { help: "write ['ttft.p95<=80ms'] or { p95Ttft: 80 }" },
    );
  }
  return Array.isArray(data) ? readLines(data) : data;
}

function readLines(lines: readonly string[]): Record<string, number> {
  const thresholds = new Map<string, number>();
  for (const { key, threshold } of lines.map(parseThreshold)) {
    if (thresholds.has(key)) {
      throw new ConfigError(`criterion "${key}" is given twice`, { help: 'remove one of them' });
    }
    thresholds.set(key, threshold);
  }
  return Object.fromEntries(thresholds);
}
