import type { CommandDefinition } from '../command-definition.ts';

/** Writes a configuration to begin with. */
export const initCommand: CommandDefinition = {
  name: 'init',
  summary: 'write a commented loadcell.config.ts; never over an existing one',
  operands: [],
  flags: [],
  loadAction: async () => {
    const { writeConfig } = await import('./write-config.ts');
    return writeConfig;
  },
};
