import { ConfigError } from '../spec/errors.ts';
import type { ParsedConfig } from './config-schema.ts';

/**
 * Holds the limits on memory against each other and against what can be watched: a limit that nobody watches would be
 * taken for one that was kept.
 * @throws {ConfigError} one line for each thing that is wrong
 */
export function checkLimits({ target, maxMemory, warnMemory }: ParsedConfig): void {
  const isUnwatched = target.url !== undefined && target.pid === undefined;
  const wrong = [
    ...Object.entries({ maxMemory, warnMemory })
      .filter(([, limit]) => isUnwatched && limit !== undefined)
      .map(
        ([key]) =>
          `${key} is for the process of the server, and none is named. Give it with --pid, auto to find it by its port.`,
      ),
    ...(maxMemory !== undefined && warnMemory !== undefined && warnMemory > maxMemory
      ? [
          `warnMemory is ${warnMemory} bytes, above maxMemory of ${maxMemory}: expected it at or below.`,
        ]
      : []),
  ];
  if (wrong.length > 0) throw new ConfigError(wrong.join('\n'));
}
