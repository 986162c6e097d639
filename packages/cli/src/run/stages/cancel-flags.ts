import { ConfigError } from '@loadcell/core';
import { needs } from '../../flags/refusals.ts';

/**
 * The `cancel` setting of a stage from `--cancel` and `--cancel-after`, unchecked; undefined without both flags.
 * @param read reads a flag by name; undefined when it is not given
 * @throws {ConfigError} for one flag without the other, or a share of 0
 */
export function cancelOf(read: (name: string) => unknown): unknown {
  const share = read('cancel');
  const after = read('cancel-after');
  if (share === undefined && after === undefined) return undefined;
  if (after === undefined) {
    throw new ConfigError(needs('--cancel', '--cancel-after'), {
      help: 'pass the time from send to cancel, such as --cancel-after 500ms',
    });
  }
  if (share === undefined) {
    throw new ConfigError(needs('--cancel-after', '--cancel'), {
      help: 'pass the share of requests to cancel, such as --cancel 10%',
    });
  }
  if (share === 0) {
    throw new ConfigError('--cancel 0 cancels no request', {
      help: 'pass a share above 0, such as --cancel 10%, or remove --cancel and --cancel-after',
    });
  }
  return { share, after };
}
