import type { CommandDefinition } from '../command-definition.ts';

/** Writes an initial configuration. */
export const initCommand: CommandDefinition = {
  name: 'init',
  summary: 'write a commented loadcell.config.ts; never overwrites',
  operands: [],
  flags: [],
  loadAction: async () => {
    const { writeConfig } = await import('./write-config.ts');
    return writeConfig;
  },
};
