import type { CommandDefinition } from '../command-definition.ts';
import { FLEET_ACTIONS } from './fleet-actions.ts';
import { FLEET_FLAGS } from './flags.ts';

/** Starts the bus of a run over several machines. */
export const fleetCommand: CommandDefinition = {
  name: 'fleet',
  summary: 'start a NATS server for a run over several machines',
  operands: [{ name: '<action>', description: 'up', values: FLEET_ACTIONS }],
  flags: FLEET_FLAGS,
  notes: [
    'Starts the nats-server on PATH with a new password, and prints the line for other machines.',
    'Ctrl-C stops it and removes its data. The connection is not encrypted: use a private network.',
  ],
  loadAction: async () => {
    const { bringFleetUp } = await import('./bring-fleet-up.ts');
    return bringFleetUp;
  },
};
