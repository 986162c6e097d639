import type { CommandDefinition } from '../command-definition.ts';
import { REPORT_FLAGS } from './flags.ts';

/** Reports on an existing run directory. */
export const reportCommand: CommandDefinition = {
  name: 'report',
  summary: 'recompute and print the report of a run',
  operands: [
    {
      name: '<run-dir>',
      description: 'run directory, or latest for the newest run',
      values: 'runs',
    },
  ],
  notes: [
    'Formats printed on stdout: terminal, md, junit, json, results, prometheus.',
    'Formats written as files: html, perfetto, csv, parquet.',
  ],
  flags: REPORT_FLAGS,
  loadAction: async () => {
    const { reportRun } = await import('./report-run.ts');
    return reportRun;
  },
};
