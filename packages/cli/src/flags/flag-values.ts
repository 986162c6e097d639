import { ConfigError, parseBytes, parseDurationMs, parseThreshold } from '@loadcell/core';
import { flagName, type FlagKind, type FlagRow, type Flags } from './flag-row.ts';
import { parseLength, parseLengthPairs } from './length-value.ts';
import { invalid } from './refusals.ts';

/** Entries of a map that a flag sets. */
type Settings = Readonly<Record<string, unknown>>;

function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new ConfigError(invalid('value', text, 'a number'), { help: 'write it as 8 or 0.5' });
}

/** A share: `1%`, or a number from 0 to 1. */
function parseRatio(text: string): number {
  const isPercent = text.trim().endsWith('%');
  const ratio = parseNumber(isPercent ? text.trim().slice(0, -1) : text) / (isPercent ? 100 : 1);
  if (ratio >= 0 && ratio <= 1) return ratio;
  throw new ConfigError(invalid('share', text, '0% to 100%, or 0 to 1'), {
    help: 'write it as 10% or 0.1',
  });
}

/** Names of presets contain one of these; names of metrics do not. */
const PRESET_LETTERS = /[:-]/;

/** Parses `ttft=200ms` (a bare number is milliseconds) or the name of a preset. The schema checks the names. */
function parseSlo(text: string): Settings {
  if (!text.includes('=') && PRESET_LETTERS.test(text)) return { preset: text };
  const [, name, limit] = /^([A-Za-z0-9]+)=(.+)$/.exec(text) ?? [];
  if (name !== undefined && limit !== undefined) {
    return { [name]: Number.isNaN(Number(limit)) ? parseDurationMs(limit) : Number(limit) };
  }
  throw new ConfigError(invalid('SLO', text, 'METRIC=LIMIT or the name of a preset'), {
    help: 'write it as ttft=200ms, or list the presets: loadcell run --slo list',
  });
}

/** `p95Ttft<=200ms`. */
function parseCriterion(text: string): Settings {
  const { key, threshold } = parseThreshold(text);
  return { [key]: threshold };
}

/** `1..64`; undefined for any other text. */
function readRange(text: string): { readonly from: number; readonly to: number } | undefined {
  const [, from, to] = /^(.+?)\.\.(.+)$/.exec(text) ?? [];
  if (from === undefined || to === undefined) return undefined;
  return { from: parseNumber(from), to: parseNumber(to) };
}

function parseRange(text: string): unknown {
  const range = readRange(text);
  if (range !== undefined) return range;
  throw new ConfigError(invalid('range', text, 'FROM..TO'), {
    help: 'write it as 1..40',
  });
}

/** `rate=1..64`. The schema checks the parameter. */
function parseSweep(text: string): unknown {
  const [, parameter, bounds = ''] = /^([A-Za-z]+)=(.+)$/.exec(text) ?? [];
  const range = readRange(bounds);
  if (parameter !== undefined && range !== undefined) return { parameter, ...range };
  throw new ConfigError(invalid('sweep', text, 'PARAMETER=FROM..TO'), {
    help: 'write it as rate=1..64 or concurrency=1..32',
  });
}

/** `512x512` and `5s` are made; anything else is a path. The schema checks both. */
function parseMedia(text: string): unknown {
  return /^\d+x\d+$|^\d+(?:\.\d+)?\s*[a-z]*$/i.test(text) ? text : { files: text };
}

/** `base=3,adapter=1`. A name may contain `=`, a weight does not. */
function parseMix(text: string): Settings {
  const parts = text.split(',').map((part) => {
    const at = part.lastIndexOf('=');
    return { name: part.slice(0, at).trim(), weight: Number(part.slice(at + 1)) };
  });
  if (parts.every(({ name, weight }) => name !== '' && weight > 0 && Number.isFinite(weight))) {
    const names = parts.map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice === undefined) {
      return Object.fromEntries(parts.map(({ name, weight }) => [name, weight]));
    }
    throw new ConfigError(`"${twice}" has two weights`, { help: 'remove one of them' });
  }
  throw new ConfigError(invalid('mix', text, 'MODEL=WEIGHT,…'), {
    help: 'write it as base=3,adapter=1',
  });
}

/** Kinds whose values are entries of one map, and are merged. */
const PARSE_SETTINGS = { slo: parseSlo, criterion: parseCriterion } as const;

function readText(kind: Exclude<FlagKind, keyof typeof PARSE_SETTINGS>, text: string): unknown {
  switch (kind) {
    case 'switch':
      return true;
    case 'off':
      return false;
    case 'text':
    case 'url':
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
    case 'range':
      return parseRange(text);
    case 'length':
      return parseLength(text);
    case 'lengths':
      return parseLengthPairs(text);
    case 'sweep':
      return parseSweep(text);
    case 'media':
      return parseMedia(text);
    case 'mix':
      return parseMix(text);
  }
}

/** Merges the entries of several flags into one map. A key set twice is an error, since its first value would be lost. */
function mergeOnce(texts: readonly string[], parse: (text: string) => Settings): Settings {
  const textByKey = new Map<string, string>();
  const merged: Record<string, unknown> = {};
  for (const text of texts) {
    const settings = parse(text);
    for (const key of Object.keys(settings)) {
      const other = textByKey.get(key);
      if (other !== undefined) {
        throw new ConfigError(`"${other}" and "${text}" both set "${key}"`, {
          help: 'remove one of them',
        });
      }
      textByKey.set(key, text);
    }
    Object.assign(merged, settings);
  }
  return merged;
}

/**
 * The value of a flag in base units; a list where the flag is repeatable.
 * @throws {ConfigError} naming the flag
 */
export function flagValue(row: FlagRow, texts: readonly string[]): unknown {
  try {
    const { kind } = row;
    if (kind === 'slo' || kind === 'criterion') return mergeOnce(texts, PARSE_SETTINGS[kind]);
    const values = texts.map((text) => readText(kind, text));
    return row.repeatable === true ? values : values.at(-1);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const { summary, help } = error;
    throw new ConfigError(`--${flagName(row)}: ${summary}`, {
      ...(help === undefined ? {} : { help }),
      cause: error,
    });
  }
}

/** The value of a flag by its name; undefined when it is not given. */
export function readFlag(table: readonly FlagRow[], flags: Flags, name: string): unknown {
  const row = table.find((one) => flagName(one) === name);
  const texts = flags.get(name);
  return row === undefined || texts === undefined ? undefined : flagValue(row, texts);
}
