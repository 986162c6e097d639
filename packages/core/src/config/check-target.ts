import { ConfigError } from '../spec/errors.ts';
import type { PhaseName } from '../spec/test-config.ts';
import type { TargetConfig } from './config-schema.ts';

/** Why models of an attached server are not switched. */
export const ATTACHED_REASON =
  'a server that was attached to holds its models all along, so none can be loaded or switched';

/**
 * Holds the parts of a target against each other and against the phase that was asked for.
 * @throws {ConfigError} that says what to change
 */
export function checkTarget(target: TargetConfig, phase: PhaseName | undefined): void {
  const { url, pid, models } = target;
  if (pid !== undefined && url === undefined) {
    throw new ConfigError(
      'target.pid names the process of a server, and no server is configured. Give its URL with --url, or use `loadcell record --pid`.',
    );
  }
  if (url !== undefined && models.some((model) => typeof model !== 'string')) {
    throw new ConfigError(
      'target.models: a server has its models by name. Give names, and no paths, with target.url.',
    );
  }
  if (phase !== 'cross-model') return;
  if (url !== undefined) throw new ConfigError(`phase: ${ATTACHED_REASON}. Run baseline or load.`);
  if (models.length === 1) {
    throw new ConfigError(
      'phase: cross-model switches between two models and only one is configured. Give a second one with --model or target.models.',
    );
  }
}
