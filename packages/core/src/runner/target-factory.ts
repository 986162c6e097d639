import type { Target } from '../target/target.ts';

/**
 * Makes a target that has not started; each phase gets one of its own.
 * @param models of a server, as they were found before the phases; those of the configuration when absent
 * @param outputFile where the output of a server that is started goes
 */
export type TargetFactory = (models?: readonly string[], outputFile?: string) => Target;
