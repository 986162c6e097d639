import type { CommandDefinition } from '../command-definition.ts';
import { EXPORT_FLAGS } from './flags.ts';

/** Writes the recorded data of a run for other tools. */
export const exportCommand: CommandDefinition = {
  name: 'export',
  summary: 'write the recorded data of a run as CSV or Parquet',
  operands: [
    {
      name: '<run-dir>',
      description: 'run directory, or latest for the newest run',
      values: 'runs',
    },
  ],
  flags: EXPORT_FLAGS,
  loadAction: async () => {
    const { exportStreams } = await import('./export-streams.ts');
    return exportStreams;
  },
};
