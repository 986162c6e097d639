import type { CommandDefinition } from '../command-definition.ts';
import { DOCTOR_FLAGS } from './flags.ts';

/** Checks this machine or a server. */
export const doctorCommand: CommandDefinition = {
  name: 'doctor',
  summary: 'check what a run can measure on this machine or a server',
  operands: [],
  flags: DOCTOR_FLAGS,
  loadAction: async () => {
    const { examine } = await import('./examine.ts');
    return examine;
  },
};
