import { isDeepStrictEqual } from 'node:util';
import { TargetSchema, type TargetConfig } from './config-schema.ts';

/** What only an engine within Node knows. */
const ENGINE_KEYS = ['engine', 'contextTokens', 'sequences', 'gpu', 'threads'] as const;

/** What only a server knows. */
const SERVER_KEYS = [
  'api',
  'stream',
  'pid',
  'apiKeyEnv',
  'headers',
  'extraBody',
  'maxTokensField',
  'streamUsage',
  'manageModels',
  'serverMetrics',
  'metrics',
  'certificateAuthorities',
  'maxConnections',
  'connectTimeout',
  'requestTimeout',
] as const;

/** What stands there although it would change nothing: a value that is not the default of its key. */
function changed(target: TargetConfig, keys: readonly (keyof TargetConfig)[]): string[] {
  const defaults = TargetSchema.parse({});
  return keys.filter((key) => !isDeepStrictEqual(target[key], defaults[key]));
}

/**
 * Settings of a server where an engine is measured, and the other way round: they would be recorded and do nothing.
 * @returns one line for each
 */
export function wrongKind(target: TargetConfig): string[] {
  if (target.url === undefined) {
    return changed(target, SERVER_KEYS).map((key) =>
      key === 'pid'
        ? 'target.pid names the process of a server, and no server is configured. Give its URL with --url, or use `loadcell record --pid`.'
        : `target.${key} is for a server, and none is configured. Give its URL with --url.`,
    );
  }
  return changed(target, ENGINE_KEYS).map(
    (key) =>
      `target.${key} is for an engine within Node, and target.url names a server, which has settings of its own. Leave one of the two out.`,
  );
}
