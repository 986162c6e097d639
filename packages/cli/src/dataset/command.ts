import type { CommandDefinition } from '../command-definition.ts';
import { DATASET_FLAGS } from './flags.ts';

/** Describes a file of requests. */
export const datasetCommand: CommandDefinition = {
  name: 'dataset',
  summary: 'describe a data set or trace: lengths, arrivals, prefixes',
  operands: [{ name: '<file>', description: 'data set or trace' }],
  flags: DATASET_FLAGS,
  loadAction: async () => {
    const { showDataset } = await import('./show-dataset.ts');
    return showDataset;
  },
};
