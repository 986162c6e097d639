import type { CommandDefinition } from '../command-definition.ts';

/** Shows the page of a run in the browser. */
export const openCommand: CommandDefinition = {
  name: 'open',
  summary: 'open the report page of a run in the browser',
  operands: [
    {
      name: '<run-dir>',
      description: 'run directory, or latest for the newest run',
      values: 'runs',
    },
  ],
  notes: [
    'The variable BROWSER chooses the program. Without a browser, the path is',
    'printed on stdout.',
  ],
  flags: [],
  loadAction: async () => {
    const { openReport } = await import('./open-report.ts');
    return openReport;
  },
};
