import type { FlagRow } from '../flags/flag-row.ts';
import { SERVER_FLAGS } from '../flags/server-flags.ts';
import { TARGET_KINDS } from './target/target-kind.ts';

/** Flags of `loadcell init`. */
export const INIT_FLAGS: readonly FlagRow[] = [
  {
    flags: '--for <kind>',
    description: 'kind of target: server, command, embedded or module',
    kind: 'text',
    values: TARGET_KINDS,
  },
  ...SERVER_FLAGS,
  {
    flags: '--engine <path-or-package>',
    description: 'engine module that exports createEngine',
    kind: 'text',
  },
  { flags: '--all', description: 'list every setting with its default', kind: 'switch' },
  { flags: '--force', description: 'overwrite the file', kind: 'switch' },
];
