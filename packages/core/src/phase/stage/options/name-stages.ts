import { ConfigError } from '../../../spec/error/errors.ts';
import type { StageOptions } from './stage-options.ts';

/**
 * Names each stage: its own name, or its kind, then `closed-2`, `closed-3`.
 * @throws {ConfigError} when a name is used twice
 */
export function nameStages(stages: readonly StageOptions[]): string[] {
  const taken = new Set<string>();
  for (const [index, { name }] of stages.entries()) {
    if (name === undefined) continue;
    if (taken.has(name)) {
      throw new ConfigError(`phases.load.stages.${index}: the name "${name}" is used twice`, {
        help: 'give each stage a different name',
      });
    }
    taken.add(name);
  }
  return stages.map(({ name, kind }) => {
    if (name !== undefined) return name;
    let free: string = kind;
    for (let place = 2; taken.has(free); place += 1) free = `${kind}-${place}`;
    taken.add(free);
    return free;
  });
}
