import { ConfigError } from '../../spec/error/errors.ts';
import type { PhaseContext } from '../phase.ts';

/** The main model: the first of the configuration. @throws {ConfigError} when the target has none */
export function mainModelOf(phase: PhaseContext): string {
  const [model] = phase.target.description.models;
  if (model !== undefined) return model;
  throw new ConfigError('the target has no model', { help: 'pass --model, or set target.models' });
}
