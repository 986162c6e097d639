import type { CommandDefinition } from '../command-definition.ts';
import { COMPARE_FLAGS } from './flags.ts';

/** Compares runs, with confidence intervals. */
export const compareCommand: CommandDefinition = {
  name: 'compare',
  summary: 'compare runs against a base, with confidence intervals',
  operands: [
    {
      name: '<base>',
      description: 'run directory, latest, or folder of repeats (comma-separated)',
      values: 'runs',
    },
    {
      name: '<candidates...>',
      description: 'runs to compare with the base, in the same form',
      values: 'runs',
    },
  ],
  flags: COMPARE_FLAGS,
  loadAction: async () => {
    const { compareGivenRuns } = await import('./compare-runs.ts');
    return compareGivenRuns;
  },
};
