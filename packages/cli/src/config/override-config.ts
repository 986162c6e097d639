import { flagName, type FlagRow, type Flags } from '../flags/flag-row.ts';
import { flagValue } from '../flags/flag-values.ts';
import { isPlainObject } from './plain-object.ts';

/**
 * A copy with one place set; several settings are put over those that stand there. What is no object on the way stays, for
 * the schema to complain about.
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

/**
 * Puts what the command line says over what the configuration file says.
 * @param config as read from a file, unchecked
 * @throws {ConfigError} naming the flag whose text cannot be read
 */
export function overrideConfig(config: unknown, table: readonly FlagRow[], flags: Flags): unknown {
  let result = config;
  for (const row of table) {
    const texts = flags.get(flagName(row));
    if (texts === undefined) continue;
    const value = flagValue(row, texts);
    for (const place of row.overrides ?? []) result = withValue(result, place, value);
  }
  return result;
}
