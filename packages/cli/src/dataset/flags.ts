import type { FlagRow } from '../flags/flag-row.ts';

/** Flags of `loadcell dataset`. */
export const DATASET_FLAGS: readonly FlagRow[] = [
  {
    flags: '--dataset-format <name>',
    description: 'format of the file (default: recognized by content)',
    kind: 'text',
  },
  {
    flags: '--time-field <name>',
    description: 'field with the arrival time of a timed trace',
    kind: 'text',
  },
  {
    flags: '--input-field <name>',
    description: 'field with the input tokens of a timed trace',
    kind: 'text',
  },
  {
    flags: '--output-field <name>',
    description: 'field with the output tokens of a timed trace',
    kind: 'text',
  },
  {
    flags: '--blocks-field <name>',
    description: 'field with the block ids of a timed trace',
    kind: 'text',
  },
  {
    flags: '--time-unit <time>',
    description: 'unit of the arrival times, such as 1ms',
    kind: 'duration',
  },
  {
    flags: '--block-tokens <number>',
    description: 'tokens per block id',
    kind: 'number',
  },
  {
    flags: '--by-session',
    description: 'requests of a session follow each other',
    kind: 'switch',
  },
  {
    flags: '--allow-urls',
    description: 'count requests with media that the server downloads',
    kind: 'switch',
  },
  {
    flags: '--url <url>',
    description: 'server whose tokenizer counts texts',
    kind: 'text',
  },
  {
    flags: '--model <name>',
    description: 'model of the server (default: first listed)',
    kind: 'text',
  },
  {
    flags: '--tokenizer <path>',
    description: 'tokenizer.json, or its folder, that counts texts',
    kind: 'text',
  },
  { flags: '--json', description: 'print only JSON on stdout', kind: 'switch' },
];
