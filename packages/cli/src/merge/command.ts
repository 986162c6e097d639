import type { CommandDefinition } from '../command-definition.ts';
import { MERGE_FLAGS } from './flags.ts';

/** Merges the run directories of several machines. */
export const mergeCommand: CommandDefinition = {
  name: 'merge',
  summary: 'merge the runs of several machines into one',
  operands: [
    {
      name: '<run-dirs...>',
      description: 'run directory of a slice, or of a watching machine',
      values: 'runs',
    },
  ],
  flags: MERGE_FLAGS,
  loadAction: async () => {
    const { mergeGivenRuns } = await import('./merge-given-runs.ts');
    return mergeGivenRuns;
  },
};
