import * as z from 'zod';
import { ConfigError } from './error/errors.ts';

const BYTES_BY_UNIT: ReadonlyMap<string, number> = new Map([
  ['B', 1],
  ['kB', 1e3],
  ['KB', 1e3],
  ['MB', 1e6],
  ['GB', 1e9],
  ['TB', 1e12],
  ['KiB', 2 ** 10],
  ['MiB', 2 ** 20],
  ['GiB', 2 ** 30],
  ['TiB', 2 ** 40],
]);

const MS_BY_UNIT: ReadonlyMap<string, number> = new Map([
  ['us', 1e-3],
  ['ms', 1],
  ['s', 1e3],
  ['m', 60e3],
  ['min', 60e3],
  ['h', 3600e3],
]);

const QUANTITY = /^([0-9]+(?:\.[0-9]+)?)\s*([A-Za-z]*)$/;

/** Parses a quantity with its unit into the base unit of its kind. */
function parseQuantity(
  text: string,
  units: ReadonlyMap<string, number>,
  what: string,
  example: string,
): number {
  const [, digits, unit] = QUANTITY.exec(text.trim()) ?? [];
  const factor = unit === undefined ? undefined : units.get(unit);
  if (digits === undefined || factor === undefined) {
    const known = [...units.keys()].join(', ');
    throw new ConfigError(
      `invalid ${what} "${text}": expected a number with one of the units ${known}, such as ${example}`,
      { help: `write it with its unit, such as ${example}` },
    );
  }
  return Number(digits) * factor;
}

/**
 * Parses an amount of memory with its unit, such as `14GiB` or `512 MB`.
 * @returns bytes
 * @throws {ConfigError} when the unit is missing or not one of memory
 */
export function parseBytes(text: string): number {
  return parseQuantity(text, BYTES_BY_UNIT, 'memory size', '14GiB');
}

/**
 * Parses a duration with its unit, such as `30s` or `1.5 h`.
 * @returns milliseconds
 * @throws {ConfigError} when the unit is missing or not one of time
 */
export function parseDurationMs(text: string): number {
  return parseQuantity(text, MS_BY_UNIT, 'duration', '30s');
}

/** A configured duration, in the largest unit without a fraction: `10 min`, `90 s`, `250 ms`. */
export function formatDuration(ms: number): string {
  for (const [unit, factor] of [
    ['h', 3600e3],
    ['min', 60e3],
    ['s', 1e3],
  ] as const) {
    if (ms >= factor && ms % factor === 0) return `${ms / factor} ${unit}`;
  }
  return ms >= 10_000 ? `${Math.round(ms / 1e3)} s` : `${Number(ms.toPrecision(3))} ms`;
}

/** A number in the base unit, or text with a unit; the text's own error becomes the issue. */
function quantitySchema(parse: (text: string) => number): z.ZodType<number, number | string> {
  return z.union([z.number(), z.string()]).transform((value, context) => {
    if (typeof value === 'number') return value;
    try {
      return parse(value);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      context.addIssue({ code: 'custom', message: error.summary });
      return z.NEVER;
    }
  });
}

/** An amount of memory: a number of bytes, or text such as `14GiB`. */
export const BytesSchema: z.ZodType<number, number | string> = quantitySchema(parseBytes)
  .pipe(z.number().positive())
  .meta({ title: 'memory size' });

/** The longest configurable duration, the maximum of a timer. */
const MAX_DURATION_MS = 2 ** 31 - 1;

/** A duration: a number of milliseconds, or text such as `30s`. */
export const DurationMsSchema: z.ZodType<number, number | string> = quantitySchema(parseDurationMs)
  .pipe(z.number().positive().max(MAX_DURATION_MS))
  .meta({ title: 'duration' });
