import type { CommandDefinition } from '../command/command-definition.ts';

/** Reports on a run directory again. */
export const reportCommand: CommandDefinition = {
  name: 'report',
  summary: 'report on a run again, recomputed from what it recorded',
  operands: [
    { name: '<run-dir>', description: 'directory of a run, or latest within the output folder' },
  ],
  flags: [
    {
      flags: '--format <list>',
      description: 'what to print: terminal, json, md; several with commas',
      kind: 'text',
    },
    { flags: '--json', description: 'print the report as JSON, alone on stdout', kind: 'switch' },
  ],
  loadAction: async () => {
    const { reportRun } = await import('../actions/report-run.ts');
    return reportRun;
  },
};
