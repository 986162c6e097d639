import type { CommandDefinition } from '../command-definition.ts';
import { INIT_FLAGS } from './flags.ts';

/** Writes an initial configuration. */
export const initCommand: CommandDefinition = {
  name: 'init',
  summary: 'write a configuration for a server, a command or a model',
  operands: [
    {
      name: '[file]',
      description: '.ts, .mts, .js, .mjs, .json, .yaml or .yml (default: loadcell.config.ts)',
    },
  ],
  trailing: 'command that starts the server to measure; {port} in it is a free port',
  flags: INIT_FLAGS,
  loadAction: async () => {
    const { writeConfig } = await import('./write-config.ts');
    return writeConfig;
  },
};
