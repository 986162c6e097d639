import { ConfigError, parseBytes, parseDurationMs, parseThreshold } from '@loadcell/core';
import { flagName, type FlagKind, type FlagRow, type Flags } from './flag-row.ts';

/** What a flag sets by key. */
type Settings = Readonly<Record<string, unknown>>;

function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new ConfigError(`"${text}" is not a number.`, { help: 'write digits, such as 8 or 0.5' });
}

/** A share: `1%`, or a number from 0 to 1. */
function parseRatio(text: string): number {
  const isPercent = text.trim().endsWith('%');
  const ratio = parseNumber(isPercent ? text.trim().slice(0, -1) : text) / (isPercent ? 100 : 1);
  if (ratio >= 0 && ratio <= 1) return ratio;
  throw new ConfigError(`"${text}" is not a share.`, {
    help: 'write 0% to 100%, or a number from 0 to 1',
  });
}

/** The name of a preset has one of these, the name of a metric neither. */
const PRESET_LETTERS = /[:-]/;

/** Reads `ttft=200ms` (a bare number is milliseconds) or the name of a preset. The schema knows which names exist. */
function parseSlo(text: string): Settings {
  if (!text.includes('=') && PRESET_LETTERS.test(text)) return { preset: text };
  const [, name, limit] = /^([A-Za-z0-9]+)=(.+)$/.exec(text) ?? [];
  if (name !== undefined && limit !== undefined) {
    return { [name]: Number.isNaN(Number(limit)) ? parseDurationMs(limit) : Number(limit) };
  }
  throw new ConfigError(`invalid SLO "${text}": expected METRIC=LIMIT or the name of a preset.`, {
    help: 'write it as ttft=200ms, or list the presets: loadcell run --slo list',
  });
}

/** `p95Ttft<=200ms`. */
function parseCriterion(text: string): Settings {
  const { key, threshold } = parseThreshold(text);
  return { [key]: threshold };
}

/** `1..64`; undefined where there is no such range. */
function readRange(text: string): { readonly from: number; readonly to: number } | undefined {
  const [, from, to] = /^(.+?)\.\.(.+)$/.exec(text) ?? [];
  if (from === undefined || to === undefined) return undefined;
  return { from: parseNumber(from), to: parseNumber(to) };
}

function parseRange(text: string): unknown {
  const range = readRange(text);
  if (range !== undefined) return range;
  throw new ConfigError(`invalid range "${text}": expected FROM..TO.`, {
    help: 'write it as 1..40',
  });
}

/** `128`, or `64..256`. */
function parseLength(text: string): unknown {
  const range = readRange(text);
  return range === undefined ? parseNumber(text) : { min: range.from, max: range.to };
}

/** `rate=1..64`; which parameters there are is for the schema to say. */
function parseSweep(text: string): unknown {
  const [, parameter, bounds = ''] = /^([A-Za-z]+)=(.+)$/.exec(text) ?? [];
  const range = readRange(bounds);
  if (parameter !== undefined && range !== undefined) return { parameter, ...range };
  throw new ConfigError(`invalid sweep "${text}": expected PARAMETER=FROM..TO.`, {
    help: 'write it as rate=1..64 or concurrency=1..32',
  });
}

/** Kinds of which each text is settings by key, so that several are merged. */
const PARSE_SETTINGS = { slo: parseSlo, criterion: parseCriterion } as const;

function readText(kind: Exclude<FlagKind, keyof typeof PARSE_SETTINGS>, text: string): unknown {
  switch (kind) {
    case 'switch':
      return true;
    case 'off':
      return false;
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
    case 'range':
      return parseRange(text);
    case 'length':
      return parseLength(text);
    case 'sweep':
      return parseSweep(text);
  }
}

/** Merges the settings of several flags into one object. A key set twice is refused: its first value would be lost. */
function mergeOnce(texts: readonly string[], parse: (text: string) => Settings): Settings {
  const textByKey = new Map<string, string>();
  const merged: Record<string, unknown> = {};
  for (const text of texts) {
    const settings = parse(text);
    for (const key of Object.keys(settings)) {
      const other = textByKey.get(key);
      if (other !== undefined) {
        throw new ConfigError(`"${other}" and "${text}" both set "${key}".`, {
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
 * The value that a flag stands for, in base units; a list when the flag is repeatable.
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

/** The value of a flag of a command; undefined when it is not given. */
export function readFlag(table: readonly FlagRow[], flags: Flags, name: string): unknown {
  const row = table.find((one) => flagName(one) === name);
  const texts = flags.get(name);
  return row === undefined || texts === undefined ? undefined : flagValue(row, texts);
}
