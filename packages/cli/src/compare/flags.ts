import type { FlagRow } from '../flags/flag-row.ts';

/** Flags of `loadcell compare`. */
export const COMPARE_FLAGS: readonly FlagRow[] = [
  {
    flags: '--base <dir>',
    values: 'runs',
    description: 'further run of the base (repeatable)',
    kind: 'text',
    repeatable: true,
  },
  {
    flags: '--metric <criterion>',
    description: 'compare only this metric, such as p95Ttft (repeatable)',
    kind: 'text',
    repeatable: true,
  },
  {
    flags: '--stage <name>',
    description: 'compare only this stage, such as open or sweep/16 (repeatable)',
    kind: 'text',
    repeatable: true,
  },
  {
    flags: '--margin <share>',
    description: 'negligible difference, as a share of the base (default: 2%)',
    kind: 'ratio',
  },
  {
    flags: '--allow-mismatch',
    description: 'compare despite another machine, model, workload or cache',
    formerly: 'allow-unlike',
    kind: 'switch',
  },
  {
    flags: '--fail-on <outcome>',
    description: 'regression: exit 1 if any metric is worse, 4 if not compared',
    kind: 'text',
    values: ['regression'],
  },
  {
    flags: '--format <list>',
    description: 'terminal, md or json (comma-separated) (default: terminal)',
    kind: 'text',
    values: ['terminal', 'md', 'json'],
  },
  {
    flags: '--html <file>',
    description: 'also write an HTML page with charts',
    kind: 'text',
  },
  {
    flags: '--json',
    description: 'print only JSON on stdout',
    kind: 'switch',
  },
];
