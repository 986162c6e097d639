import type { CommandDefinition } from '../command/command-definition.ts';

/** Checks this machine, or a server. */
export const doctorCommand: CommandDefinition = {
  name: 'doctor',
  summary: 'check this machine, or with --url a server, and what a run can measure',
  operands: [],
  flags: [
    {
      flags: '--url <url>',
      description: 'server to check with small requests, no load',
      kind: 'text',
    },
    {
      flags: '--model <name>',
      description: 'model of that server (default: the first listed)',
      kind: 'text',
    },
    {
      flags: '--pid <pid>',
      description: 'process of that server, or auto to find it by port',
      kind: 'pid',
    },
    {
      flags: '--output-dir <dir>',
      description: 'folder for run directories to check (default: loadcell-results)',
      kind: 'text',
    },
    { flags: '--json', description: 'print JSON, alone on stdout', kind: 'switch' },
  ],
  loadAction: async () => {
    const { examine } = await import('../actions/examine.ts');
    return examine;
  },
};
