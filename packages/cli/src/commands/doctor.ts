import type { CommandDefinition } from '../command/command-definition.ts';

/** Checks this machine. */
export const doctorCommand: CommandDefinition = {
  name: 'doctor',
  summary: 'what this machine can measure, and how to mend the rest',
  operands: [],
  flags: [
    {
      flags: '--output-dir <dir>',
      description: 'folder for run directories that is to be checked',
      kind: 'text',
    },
    { flags: '--json', description: 'print the checks as JSON, alone on stdout', kind: 'switch' },
  ],
  loadAction: async () => {
    const { examineMachine } = await import('../actions/examine-machine.ts');
    return examineMachine;
  },
};
