import type { LoadOptions } from '../../phase/options/load-options.ts';
import type { ParsedConfig } from '../config-schema.ts';
import type { Mistake } from '../mistake.ts';
import { isServer } from '../target/is-server.ts';

/** Keys of the load phase that need a server. */
const SERVER_KEYS = ['images', 'audio', 'outputSchema'] as const;

/** Content of requests that the target cannot take. */
export function wrongContent(load: LoadOptions, target: ParsedConfig['target']): Mistake[] {
  if (isServer(target)) return [];
  return SERVER_KEYS.filter((key) => load[key] !== undefined).map((key) => ({
    text: `phases.load.${key} needs a server, and the target is the embedded engine, which takes text`,
    help: 'remove it, or pass --url URL',
  }));
}
