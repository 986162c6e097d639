import type { FlagRow } from './flag-row.ts';

/** Flags that name a server, its model and its process. */
export const SERVER_FLAGS: readonly FlagRow[] = [
  {
    flags: '--model <name-or-file>',
    description: 'model to measure (repeatable)',
    kind: 'text',
    repeatable: true,
    overrides: [['target', 'models']],
  },
  {
    flags: '--url <url>',
    description: 'server, or replica (repeatable); API key in LOADCELL_API_KEY',
    kind: 'url',
    repeatable: true,
    overrides: [
      ['target', 'url'],
      ['target', 'urls'],
    ],
  },
  {
    flags: '--api <name>',
    description: 'server API, such as openai-embeddings (default: openai-chat)',
    kind: 'text',
    overrides: [['target', 'api']],
  },
  {
    flags: '--pid <pid>',
    description: 'process of the server, or auto to find it by port',
    kind: 'pid',
    overrides: [['target', 'pid']],
  },
];
