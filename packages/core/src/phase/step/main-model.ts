import { ConfigError } from '../../spec/error/errors.ts';
import type { PhaseContext } from '../phase.ts';

/** The model that a phase is about: the first of the configuration. @throws when the target has none */
export function mainModelOf(phase: PhaseContext): string {
  const [model] = phase.target.description.models;
  if (model !== undefined) return model;
  throw new ConfigError('The target has no model: give one with --model or target.models.');
}
