import { formatBytes } from '../metric/format/format-value.ts';
import type { ParsedConfig } from './config-schema.ts';
import { refuseMistakes } from './mistake.ts';

/**
 * Checks the memory limits against each other and against the target: a limit without a process to watch would seem met.
 * @throws {ConfigError} two lines for one mistake, else one for each
 */
export function checkLimits({ target, maxMemory, warnMemory }: ParsedConfig): void {
  const isUnwatched = target.url !== undefined && target.pid === undefined;
  refuseMistakes([
    ...Object.entries({ maxMemory, warnMemory })
      .filter(([, limit]) => isUnwatched && limit !== undefined)
      .map(([key]) => ({
        text: `${key} needs the server process`,
        help: 'pass --pid PID, or --pid auto to find it by port',
      })),
    ...(maxMemory !== undefined && warnMemory !== undefined && warnMemory > maxMemory
      ? [
          {
            text: `warnMemory ${formatBytes(warnMemory)} is above maxMemory ${formatBytes(maxMemory)}`,
            help: 'lower warnMemory',
          },
        ]
      : []),
  ]);
}
