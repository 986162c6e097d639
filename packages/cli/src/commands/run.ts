import type { CommandDefinition } from '../command/command-definition.ts';

/** Runs the phases and gives a verdict. */
export const runCommand: CommandDefinition = {
  name: 'run',
  summary: 'measure a host in its phases and give a verdict',
  operands: [
    {
      name: '[config]',
      description:
        'configuration file: TypeScript, JavaScript, JSON or YAML (default: loadcell.config.*)',
    },
  ],
  trailing:
    'the command of a server to start, measure and end, such as vllm serve MODEL; {port} in it stands for a free port',
  flags: [
    {
      flags: '--model <name-or-file>',
      description: 'model to measure; again for the next one',
      kind: 'text',
      repeatable: true,
      overrides: [['target', 'models']],
    },
    {
      flags: '--url <url>',
      description: 'server to measure, such as http://127.0.0.1:8000; its key in LOADCELL_API_KEY',
      kind: 'text',
      overrides: [['target', 'url']],
    },
    {
      flags: '--pid <pid>',
      description: 'process of that server, auto to find it by its port; watched, never signalled',
      kind: 'pid',
      overrides: [['target', 'pid']],
    },
    {
      flags: '--wait <time>',
      description: 'wait for a server that is still starting, such as 5m (default: no wait)',
      kind: 'duration',
      overrides: [['target', 'wait']],
    },
    {
      flags: '--manage-models',
      description: 'have that server load and unload its models, to measure loads and switches',
      kind: 'switch',
      overrides: [['target', 'manageModels']],
    },
    {
      flags: '--cold',
      description:
        'have the first start of the command read its files from the disk; it is started once before, uncounted',
      kind: 'switch',
      overrides: [['target', 'cold']],
    },
    {
      flags: '--no-server-metrics',
      description: 'do not read the metrics that the server reports',
      kind: 'off',
      overrides: [['target', 'serverMetrics']],
    },
    {
      flags: '--phase <name>',
      description: 'run only this phase: baseline, cross-model or load',
      kind: 'text',
      overrides: [['phase']],
    },
    {
      flags: '--duration <time>',
      description: 'how long each phase goes on, such as 30s',
      kind: 'duration',
      overrides: [
        ['phases', 'baseline', 'duration'],
        ['phases', 'cross-model', 'duration'],
        ['phases', 'load', 'duration'],
      ],
    },
    {
      flags: '--objective <name=limit>',
      description: 'what every request should keep, such as timeToFirstToken=200ms; again for more',
      kind: 'objective',
      repeatable: true,
      overrides: [['objectives']],
    },
    {
      flags: '--concurrency <number>',
      description: 'requests under way at once in the closed loop of the load',
      kind: 'number',
      overrides: [['phases', 'load', 'concurrency']],
    },
    {
      flags: '--rate <number>',
      description: 'arrivals a second in the open loop of the load',
      kind: 'number',
      overrides: [['phases', 'load', 'schedule', 'rate']],
    },
    {
      flags: '--schedule <shape>',
      description: 'how those arrive: constant, poisson, gamma, ramp or trace',
      kind: 'text',
      overrides: [['phases', 'load', 'schedule', 'shape']],
    },
    {
      flags: '--burstiness <number>',
      description: 'of gamma arrivals: 1 is Poisson, less is burstier',
      kind: 'number',
      overrides: [['phases', 'load', 'schedule', 'burstiness']],
    },
    {
      flags: '--trace <file>',
      description: 'replay arrivals and lengths of a trace, JSONL or CSV',
      kind: 'trace',
      overrides: [['phases', 'load', 'schedule']],
    },
    {
      flags: '--prompts <file>',
      description: 'JSONL file of prompts for the load',
      kind: 'text',
      overrides: [['phases', 'load', 'prompts']],
    },
    {
      flags: '--sweep <over=from..to>',
      description: 'raise the load until objectives break, such as rate=1..64 or concurrency=1..32',
      kind: 'sweep',
      overrides: [['phases', 'load', 'sweep']],
    },
    {
      flags: '--output-dir <dir>',
      description: 'folder for run directories',
      kind: 'text',
      overrides: [['outputDir']],
    },
    {
      flags: '--max-memory <amount>',
      description: 'bound on memory of the target, such as 14GiB',
      kind: 'bytes',
      overrides: [['maxMemory']],
    },
    {
      flags: '--timeout <time>',
      description: 'bound on the whole run, such as 1h',
      kind: 'duration',
      overrides: [['timeout']],
    },
    {
      flags: '--connect-timeout <time>',
      description: 'time limit for opening a connection (default: 10s)',
      kind: 'duration',
      overrides: [['target', 'connectTimeout']],
    },
    {
      flags: '--request-timeout <time>',
      description: 'time limit for one request (default: 10m)',
      kind: 'duration',
      overrides: [['target', 'requestTimeout']],
    },
    {
      flags: '--seed <number>',
      description: 'seed of lengths and arrivals',
      kind: 'number',
      overrides: [['seed']],
    },
    {
      flags: '--nonce <text>',
      description: 'repeat the prompts of a run (default: random)',
      kind: 'text',
      overrides: [['nonce']],
    },
    {
      flags: '--hz <number>',
      description: 'memory samples a second',
      kind: 'number',
      overrides: [['sampling', 'hz']],
    },
    {
      flags: '--otlp <url>',
      description: 'send figures to an OpenTelemetry collector, such as http://127.0.0.1:4318',
      kind: 'text',
      overrides: [['telemetry', 'otlp', 'url']],
    },
    {
      flags: '--prometheus-port <number>',
      description: 'let Prometheus scrape the run on this port of the loopback, 0 for any',
      kind: 'number',
      overrides: [['telemetry', 'prometheus', 'port']],
    },
    {
      flags: '--repeat <n>',
      description: 'run so many times, into one folder that compare takes as repeats',
      kind: 'number',
    },
    {
      flags: '--against <config>',
      description:
        'also run this configuration, in turn with the first (A B B A), and compare them; 5 times each without --repeat',
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
      description: 'what to give when it is over, as of loadcell report; several with commas',
      kind: 'text',
    },
    { flags: '--json', description: 'print the report as JSON, alone on stdout', kind: 'switch' },
    { flags: '--quiet', description: 'no progress', kind: 'switch' },
    {
      flags: '--verbose',
      description: 'tell every step, and in the report every percentile, definition and account',
      kind: 'switch',
      overrides: [['verbose']],
    },
  ],
  loadAction: async () => {
    const { runOrRepeat } = await import('../actions/run-or-repeat.ts');
    return runOrRepeat;
  },
};
