import type { FlagRow } from '../flags/flag-row.ts';

/** Flags of `loadcell doctor`. */
export const DOCTOR_FLAGS: readonly FlagRow[] = [
  {
    flags: '--for <purpose>',
    description: 'server, command, embedded or record (default: all)',
    kind: 'text',
    values: ['server', 'command', 'embedded', 'record'],
  },
  {
    flags: '--url <url>',
    description: 'server to check with a few small requests',
    kind: 'text',
  },
  {
    flags: '--model <name>',
    description: 'model of the server (default: first listed)',
    kind: 'text',
  },
  {
    flags: '--api <name>',
    description: 'server API, such as openai-embeddings (default: openai-chat)',
    kind: 'text',
  },
  {
    flags: '--pid <pid>',
    description: 'process of the server, or auto to find it by port',
    kind: 'pid',
  },
  {
    flags: '-o, --output-dir <dir>',
    description: 'output folder to check (default: loadcell-results)',
    kind: 'text',
  },
  { flags: '--json', description: 'print only JSON on stdout', kind: 'switch' },
];
