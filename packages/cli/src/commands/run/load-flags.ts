import type { FlagRow } from '../../command/command-definition.ts';

/** Flags of `run` that say what load is put on the target. */
export const LOAD_FLAGS: readonly FlagRow[] = [
  {
    flags: '--concurrency <number>',
    description: 'closed stage with this many concurrent requests (repeatable)',
    kind: 'number',
    repeatable: true,
    stage: 'load',
  },
  {
    flags: '--rate <number>',
    description: 'open stage with this many requests per second (repeatable)',
    kind: 'number',
    repeatable: true,
    stage: 'load',
  },
  {
    flags: '--ramp <from..to>',
    description: 'stage with a rising or falling rate, such as 1..40',
    kind: 'range',
    stage: 'load',
  },
  {
    flags: '--trace <file>',
    description: 'stage that replays a JSONL or CSV trace (repeatable)',
    kind: 'text',
    repeatable: true,
    stage: 'load',
  },
  {
    flags: '--sweep <parameter=from..to>',
    description: 'search for the capacity, such as rate=1..64',
    kind: 'sweep',
    stage: 'load',
  },
  {
    flags: '--arrivals <pattern>',
    description: 'constant, poisson or gamma (default: poisson)',
    kind: 'text',
    stage: 'setting',
    formerly: 'schedule',
  },
  {
    flags: '--burstiness <number>',
    description: 'gamma arrivals; 1 is Poisson, less is burstier',
    kind: 'number',
    stage: 'setting',
  },
  {
    flags: '--requests <number>',
    description: 'exact number of measured requests per stage',
    kind: 'number',
    stage: 'setting',
  },
  {
    flags: '--warmup <number>',
    description: 'warm-up requests per stage, not measured (default: 0)',
    kind: 'number',
    stage: 'setting',
  },
  {
    flags: '--cancel <share>',
    description: 'share of requests cancelled on purpose, such as 10%',
    kind: 'ratio',
    stage: 'setting',
  },
  {
    flags: '--cancel-after <time>',
    description: 'time from send to cancel; needs --cancel',
    kind: 'duration',
    stage: 'setting',
  },
  {
    flags: '--input-tokens <number-or-range>',
    description: 'prompt tokens per request, such as 512 or 100..500',
    kind: 'length',
    overrides: [['phases', 'load', 'inputTokens']],
  },
  {
    flags: '--output-tokens <number-or-range>',
    description: 'output tokens per request, such as 128 or 64..256',
    kind: 'length',
    overrides: [['phases', 'load', 'outputTokens']],
  },
  {
    flags: '--dataset <file>',
    description: 'JSONL file of prompts (default: synthetic prompts)',
    kind: 'text',
    overrides: [['phases', 'load', 'dataset']],
    formerly: 'prompts',
  },
  {
    flags: '--slo <name=limit>',
    description: 'per-request SLO, such as ttft=200ms (repeatable)',
    kind: 'slo',
    repeatable: true,
    overrides: [['slos']],
    formerly: 'objective',
  },
  {
    flags: '--criterion <criterion>',
    description: "threshold, such as 'stages.open.ttft.p95<=200ms' (repeatable)",
    kind: 'criterion',
    repeatable: true,
    overrides: [['successCriteria']],
  },
];
