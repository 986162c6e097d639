import type { CommandDefinition } from '../command/command-definition.ts';

/** Hands the streams of a run to other tools. */
export const exportCommand: CommandDefinition = {
  name: 'export',
  summary: 'write what a run recorded as CSV or Parquet',
  operands: [{ name: '<run-dir>', description: 'run directory, or latest for the newest run' }],
  flags: [
    { flags: '--to <format>', description: 'csv or parquet', kind: 'text' },
    {
      flags: '--stream <name>',
      description: 'samples, survey, requests or all (default: all)',
      kind: 'text',
    },
    {
      flags: '-o, --output-dir <dir>',
      description: 'where the files go (default: the directory of the run)',
      kind: 'text',
    },
  ],
  loadAction: async () => {
    const { exportStreams } = await import('../actions/export-streams.ts');
    return exportStreams;
  },
};
