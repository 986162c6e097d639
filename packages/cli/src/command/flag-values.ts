import { ConfigError, parseBytes, parseDurationMs } from '@loadcell/core';
import { flagName, type FlagRow, type Invocation } from './command-definition.ts';

function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new ConfigError(`"${text}" is not a number.`);
}

/** A share: `1%`, or a number from 0 to 1. */
function parseRatio(text: string): number {
  const isPercent = text.trim().endsWith('%');
  const ratio = parseNumber(isPercent ? text.trim().slice(0, -1) : text) / (isPercent ? 100 : 1);
  if (ratio >= 0 && ratio <= 1) return ratio;
  throw new ConfigError(`"${text}" is not a share: expected 0% to 100%, or a number from 0 to 1.`);
}

function readText(row: FlagRow, text: string): unknown {
  switch (row.kind) {
    case 'switch':
      return true;
    case 'text':
      return text;
    case 'bytes':
      return parseBytes(text);
    case 'duration':
      return parseDurationMs(text);
    case 'number':
      return parseNumber(text);
    case 'ratio':
      return parseRatio(text);
    case 'pid':
      return text === 'auto' ? text : parseNumber(text);
  }
}

/**
 * The value that a flag stands for, in base units; a list when the flag is repeatable.
 * @throws {ConfigError} naming the flag
 */
export function flagValue(row: FlagRow, texts: readonly string[]): unknown {
  try {
    const values = texts.map((text) => readText(row, text));
    return row.repeatable === true ? values : values.at(-1);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(`--${flagName(row)}: ${error.message}`, { cause: error });
  }
}

/** The value of a flag of a command; undefined when it is not given. */
export function readFlag(
  table: readonly FlagRow[],
  flags: Invocation['flags'],
  name: string,
): unknown {
  const row = table.find((one) => flagName(one) === name);
  const texts = flags.get(name);
  return row === undefined || texts === undefined ? undefined : flagValue(row, texts);
}

type PlainObject = { [key: string]: unknown };

function isPlainObject(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy with one place set. What is no object on the way stays, for the schema to complain about. */
function withValue(config: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (config !== undefined && !isPlainObject(config)) return config;
  return { ...config, [key]: withValue(config?.[key], rest, value) };
}

/**
 * Puts what the command line says over what the configuration file says.
 * @param config as read from a file, unchecked
 * @throws {ConfigError} naming the flag whose text cannot be read
 */
export function overrideConfig(
  config: unknown,
  table: readonly FlagRow[],
  flags: Invocation['flags'],
): unknown {
  let result = config;
  for (const row of table) {
    const texts = flags.get(flagName(row));
    if (texts === undefined) continue;
    const value = flagValue(row, texts);
    for (const place of row.overrides ?? []) result = withValue(result, place, value);
  }
  return result;
}
