import type { CommandDefinition } from '../command-definition.ts';
import { REPORT_FLAGS } from './flags.ts';

/** Reports on a run directory again. */
export const reportCommand: CommandDefinition = {
  name: 'report',
  summary: 'report on a run again, recomputed from what it recorded',
  operands: [{ name: '<run-dir>', description: 'run directory, or latest for the newest run' }],
  flags: REPORT_FLAGS,
  loadAction: async () => {
    const { reportRun } = await import('./report-run.ts');
    return reportRun;
  },
};
