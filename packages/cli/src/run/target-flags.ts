import type { FlagRow } from '../flags/flag-row.ts';
import { SERVER_FLAGS } from '../flags/server-flags.ts';

/** Flags of `loadcell run` for the target. */
export const TARGET_FLAGS: readonly FlagRow[] = [
  ...SERVER_FLAGS,
  {
    flags: '--codec <module>',
    description: 'module for the requests and responses of another API',
    kind: 'text',
    overrides: [['target', 'codec']],
  },
  {
    flags: '--balance <how>',
    description: 'replicas: round-robin (default), least-in-flight or fixed',
    kind: 'text',
    values: ['round-robin', 'least-in-flight', 'fixed'],
    overrides: [['target', 'balance']],
  },
  {
    flags: '--wait <time>',
    description: 'time to wait for a starting server (default: no wait)',
    kind: 'duration',
    overrides: [['target', 'wait']],
  },
  {
    flags: '--manage-models',
    description: 'load and unload models of the server',
    kind: 'switch',
    overrides: [['target', 'manageModels']],
  },
  {
    flags: '--cold',
    description: 'drop the files of the command from the page cache first',
    kind: 'switch',
    overrides: [['target', 'cold']],
  },
  {
    flags: '--no-server-metrics',
    description: 'do not read the metrics of the server',
    kind: 'off',
    overrides: [['target', 'serverMetrics']],
  },
  {
    flags: '--source-address <address>',
    description: 'IP address to connect from (repeatable)',
    kind: 'text',
    repeatable: true,
    overrides: [['target', 'sourceAddresses']],
  },
  {
    flags: '--connect-timeout <time>',
    description: 'time limit for opening a connection (default: 10s)',
    kind: 'duration',
    overrides: [['target', 'connectTimeout']],
  },
  {
    flags: '--request-timeout <time>',
    description: 'time limit for one request (default: 10min)',
    kind: 'duration',
    overrides: [['target', 'requestTimeout']],
  },
];
