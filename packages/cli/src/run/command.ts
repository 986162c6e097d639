import type { CommandDefinition } from '../command-definition.ts';
import { RUN_FLAGS } from './flags.ts';

/** Runs the phases and gives a verdict. */
export const runCommand: CommandDefinition = {
  name: 'run',
  summary: 'profile and load-test a model or server',
  operands: [
    {
      name: '[config]',
      description: 'configuration file (default: loadcell.config.*)',
    },
  ],
  trailing: 'command that starts the server to measure; {port} in it is a free port',
  flags: RUN_FLAGS,
  loadAction: async () => {
    const { run } = await import('./run.ts');
    return run;
  },
};
