import { ConfigError } from '@loadcell/core';

/**
 * The setting `cancel` of a stage from `--cancel` and `--cancel-after`, unchecked; undefined where neither is given.
 * @param read reads a flag by its name; undefined when it is not given
 * @throws {ConfigError} when one is given without the other, or no request would be cancelled
 */
export function cancelOf(read: (name: string) => unknown): unknown {
  const share = read('cancel');
  const after = read('cancel-after');
  if (share === undefined && after === undefined) return undefined;
  if (after === undefined) {
    throw new ConfigError('--cancel needs --cancel-after.', {
      help: 'pass the time from send to cancel, such as --cancel-after 500ms',
    });
  }
  if (share === undefined) {
    throw new ConfigError('--cancel-after needs --cancel.', {
      help: 'pass the share of requests to cancel, such as --cancel 10%',
    });
  }
  if (share === 0) {
    throw new ConfigError('--cancel: a share of 0 cancels no request.', {
      help: 'pass a share above 0, such as --cancel 10%, or remove --cancel and --cancel-after',
    });
  }
  return { share, after };
}
