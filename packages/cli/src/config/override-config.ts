import { flagName, type FlagRow, type Flags } from '../flags/flag-row.ts';
import { flagValue } from '../flags/flag-values.ts';
import { isPlainObject } from './plain-object.ts';

/**
 * A copy with the value at a path set; a map is merged with the one there. A value on the path that is not an object is left
 * for the schema to reject.
 */
export function withValue(
  config: unknown,
  [key, ...rest]: readonly string[],
  value: unknown,
): unknown {
  if (key === undefined) {
    return isPlainObject(config) && isPlainObject(value) ? { ...config, ...value } : value;
  }
  if (config !== undefined && !isPlainObject(config)) return config;
  return { ...config, [key]: withValue(config?.[key], rest, value) };
}

/** A copy without the value at a path. */
function withoutValue(config: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined || !isPlainObject(config) || !(key in config)) return config;
  if (rest.length > 0) return { ...config, [key]: withoutValue(config[key], rest) };
  const { [key]: _, ...others } = config;
  return others;
}

/** Sets one URL, or a list of several: one replaces the other. */
function withUrls(
  config: unknown,
  [one = [], several = []]: readonly (readonly string[])[],
  urls: readonly string[],
): unknown {
  return urls.length === 1
    ? withValue(withoutValue(config, several), one, urls[0])
    : withValue(withoutValue(config, one), several, [...urls]);
}

/**
 * Overrides a configuration with flags.
 * @param config as read from a file, unchecked
 * @throws {ConfigError} naming the flag that has an invalid value
 */
export function overrideConfig(config: unknown, table: readonly FlagRow[], flags: Flags): unknown {
  let result = config;
  for (const row of table) {
    const texts = flags.get(flagName(row));
    if (texts === undefined) continue;
    const value = flagValue(row, texts);
    if (row.kind === 'url') {
      result = withUrls(result, row.overrides ?? [], texts);
      continue;
    }
    for (const place of row.overrides ?? []) {
      // A mix is a whole: weights of the file would change the shares of its models.
      const before = row.kind === 'mix' ? withValue(result, place, undefined) : result;
      result = withValue(before, place, value);
    }
  }
  return result;
}
