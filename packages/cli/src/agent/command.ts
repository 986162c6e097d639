import type { CommandDefinition } from '../command-definition.ts';
import { AGENT_FLAGS } from './flags.ts';

/** Waits for runs over the bus and takes part in them. */
export const agentCommand: CommandDefinition = {
  name: 'agent',
  summary: 'take part in runs over several machines',
  operands: [],
  flags: AGENT_FLAGS,
  notes: [
    'It starts no server and listens on no port.',
    'A run may read variables that begin with LOADCELL_, except LOADCELL_BUS.',
    'The role watch samples what --pid, --port or --cgroup names on this machine.',
  ],
  loadAction: async () => {
    const { waitForRuns } = await import('./wait-for-runs.ts');
    return waitForRuns;
  },
};
