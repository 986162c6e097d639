import { BUS_FLAGS } from '../../flags/bus-flags.ts';
import type { FlagRow } from '../../flags/flag-row.ts';

/** Flags of `loadcell run` for several machines. */
export const FLEET_FLAGS: readonly FlagRow[] = [
  {
    flags: '--fleet <url>',
    description: 'run over the agents of a bus: URL, or LOADCELL_BUS',
    kind: 'text',
  },
  {
    flags: '--fleet-name <name>',
    description: 'fleet of the agents (default: default)',
    kind: 'text',
  },
  {
    flags: '--load-agents <list>',
    description: 'number or names of load agents (default: all idle)',
    kind: 'text',
  },
  {
    flags: '--watch-agents <list>',
    description: 'number or names of watching agents (default: all idle)',
    kind: 'text',
  },
  {
    flags: '--wait-agents <time>',
    description: 'time to wait for the agents (default: 10s)',
    kind: 'duration',
  },
  ...BUS_FLAGS,
];
