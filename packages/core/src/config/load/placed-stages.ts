import type { LoadOptions } from '../../phase/options/load-options.ts';
import type { StagePlan } from '../../phase/stage/options/resolve-stages.ts';

/** A stage with its place in the configuration. */
export interface Placed {
  readonly stage: StagePlan;
  /** `phases.load.stages.2 (sweep)`. */
  readonly where: string;
}

/** The stages of a load, each with its place for error messages. */
export function placedStages({ stages }: Pick<LoadOptions, 'stages'>): Placed[] {
  return stages.map((stage, index) => ({
    stage,
    where: `phases.load.stages.${index} (${stage.name})`,
  }));
}
