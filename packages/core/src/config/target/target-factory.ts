import type { Target } from '../../target/target.ts';

/**
 * Makes a target that is not started; each phase has a separate one.
 * @param models of a server, as found before the phases; those of the configuration when absent
 * @param outputFile for the output of a started server
 */
export type TargetFactory = (models?: readonly string[], outputFile?: string) => Target;
