import { BUS_FLAGS } from '../flags/bus-flags.ts';
import type { FlagRow } from '../flags/flag-row.ts';
import { WATCH_FLAGS } from './watch-flags.ts';

/** Flags of `loadcell agent`. */
export const AGENT_FLAGS: readonly FlagRow[] = [
  {
    flags: '--bus <url>',
    description: 'bus, such as nats://10.0.0.1:4222 (default: LOADCELL_BUS)',
    kind: 'text',
  },
  {
    flags: '--name <name>',
    description: 'name of this agent (default: that of the machine)',
    kind: 'text',
  },
  {
    flags: '--roles <list>',
    description: 'load, watch or load,watch (default: load)',
    kind: 'text',
    values: ['load', 'watch', 'load,watch'],
  },
  {
    flags: '--fleet-name <name>',
    description: 'fleet of this agent (default: default)',
    kind: 'text',
  },
  {
    flags: '-o, --output-dir <dir>',
    description: 'folder for recorded data (default: loadcell-agent)',
    kind: 'text',
  },
  {
    flags: '--allow-env <name>',
    description: 'variable that a run may read as a secret (repeatable)',
    kind: 'text',
    repeatable: true,
  },
  { flags: '--once', description: 'exit after one run', kind: 'switch' },
  ...BUS_FLAGS,
  ...WATCH_FLAGS,
];
