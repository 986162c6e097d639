import { formatBytes } from '../metric/format/format-value.ts';
import { ConfigError } from '../spec/error/errors.ts';
import type { ParsedConfig } from './config-schema.ts';

/**
 * Checks the memory limits against each other and against the target: a limit without a process to watch would seem met.
 * @throws {ConfigError} one line for each mistake
 */
export function checkLimits({ target, maxMemory, warnMemory }: ParsedConfig): void {
  const isUnwatched = target.url !== undefined && target.pid === undefined;
  const wrong = [
    ...Object.entries({ maxMemory, warnMemory })
      .filter(([, limit]) => isUnwatched && limit !== undefined)
      .map(
        ([key]) =>
          `${key} needs the server process. Pass --pid PID, or --pid auto to find it by port.`,
      ),
    ...(maxMemory !== undefined && warnMemory !== undefined && warnMemory > maxMemory
      ? [
          `warnMemory ${formatBytes(warnMemory)} is above maxMemory ${formatBytes(maxMemory)}. Lower warnMemory.`,
        ]
      : []),
  ];
  if (wrong.length > 0) throw new ConfigError(wrong.join('\n'));
}
