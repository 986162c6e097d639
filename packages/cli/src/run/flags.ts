import type { FlagRow } from '../flags/flag-row.ts';
import { FLEET_FLAGS } from './fleet/fleet-flags.ts';
import { LOAD_FLAGS } from './load-flags.ts';
import { TARGET_FLAGS } from './target-flags.ts';
import { WORKER_FLAGS } from './worker-flags.ts';

/** Flags of `loadcell run`. */
export const RUN_FLAGS: readonly FlagRow[] = [
  ...TARGET_FLAGS,
  {
    flags: '--phase <name>',
    description: 'run only this phase: baseline, cross-model or load',
    kind: 'text',
    overrides: [['phase']],
    values: ['baseline', 'cross-model', 'load'],
  },
  {
    flags: '--duration <time>',
    description: 'duration of each phase, such as 30s',
    kind: 'duration',
    overrides: [
      ['phases', 'baseline', 'duration'],
      ['phases', 'cross-model', 'duration'],
      ['phases', 'load', 'duration'],
    ],
  },
  ...LOAD_FLAGS,
  ...FLEET_FLAGS,
  {
    flags: '--dry-run',
    description: 'print the planned requests, tokens and time',
    kind: 'switch',
  },
  {
    flags: '--max-tokens <number>',
    description: 'limit on tokens requested by the run',
    kind: 'number',
    overrides: [['maxTokens']],
  },
  {
    flags: '--accept-inconclusive',
    description: 'judge inconclusive criteria by their value alone',
    kind: 'switch',
    overrides: [['acceptInconclusive']],
  },
  {
    flags: '--max-memory <amount>',
    description: 'maximum target memory (RSS, swap, huge pages), such as 14GiB',
    kind: 'bytes',
    overrides: [['maxMemory']],
  },
  {
    flags: '--timeout <time>',
    description: 'time limit for the run, such as 1h',
    kind: 'duration',
    overrides: [['timeout']],
  },
  {
    flags: '-o, --output-dir <dir>',
    description: 'folder for run directories (default: loadcell-results)',
    kind: 'text',
    overrides: [['outputDir']],
  },
  {
    flags: '--seed <number>',
    description: 'seed of lengths and arrivals (default: 1)',
    kind: 'number',
    overrides: [['seed']],
  },
  {
    flags: '--nonce <text>',
    description: 'nonce of another run, to repeat its prompts (default: random)',
    kind: 'text',
    overrides: [['nonce']],
  },
  ...WORKER_FLAGS,
  {
    flags: '--hz <number>',
    description: 'memory samples per second (default: 1000)',
    kind: 'number',
    overrides: [['sampling', 'hz']],
  },
  {
    flags: '--otlp <url>',
    description: 'OpenTelemetry collector, such as http://127.0.0.1:4318',
    kind: 'text',
    overrides: [['telemetry', 'otlp', 'url']],
  },
  {
    flags: '--prometheus-port <number>',
    description: 'loopback port for Prometheus to scrape; 0 for any',
    kind: 'number',
    overrides: [['telemetry', 'prometheus', 'port']],
  },
  {
    flags: '--repeat <number>',
    description: 'runs per configuration, for compare (default: 5 with --against)',
    kind: 'number',
  },
  {
    flags: '--against <config>',
    description: 'second configuration, run alternately and compared',
    kind: 'text',
  },
  {
    flags: '--metric <criterion>',
    description: 'with --against: compare only this metric (repeatable)',
    kind: 'text',
    repeatable: true,
  },
  {
    flags: '--stage <name>',
    description: 'with --against: compare only this stage (repeatable)',
    kind: 'text',
    repeatable: true,
  },
  {
    flags: '--format <list>',
    description: 'formats of loadcell report, or compare with --against (comma-separated)',
    kind: 'text',
  },
  {
    flags: '--json',
    description: 'print only the JSON report, or comparison, on stdout',
    kind: 'switch',
  },
  { flags: '--quiet', description: 'hide progress', kind: 'switch' },
  {
    flags: '--verbose',
    description: 'log every step; report all percentiles and definitions',
    kind: 'switch',
    overrides: [['verbose']],
  },
];
