import type { CommandDefinition } from '../command/command-definition.ts';

/** Samples a command or a process, without phases and requests. */
export const recordCommand: CommandDefinition = {
  name: 'record',
  summary: 'sample a command, or a process that runs, with all its children',
  operands: [
    {
      name: '[command...]',
      description:
        'what to run, after --, as it would run on its own, and its exit code is kept; not kept are, since Node changes them first: ' +
        'ignored and blocked signals, the soft limit of open files, a standard stream that was closed; ' +
        'it gets LOADCELL_RECORDING and a process group of its own, is killed if Loadcell is (parent-death signal), and what it ' +
        'starts has an ancestor that adopts orphans',
    },
  ],
  flags: [
    {
      flags: '--pid <pid>',
      description: 'record this process instead; it is never signalled',
      kind: 'number',
    },
    { flags: '--hz <number>', description: 'samples a second (default: 1000)', kind: 'number' },
    {
      flags: '--duration <time>',
      description: 'end after this time, such as 10s; a command is then ended too',
      kind: 'duration',
    },
    {
      flags: '-o, --output-dir <dir>',
      description: 'folder for run directories (default: loadcell-results)',
      kind: 'text',
    },
    {
      flags: '--otlp <url>',
      description: 'send figures to an OpenTelemetry collector, such as http://127.0.0.1:4318',
      kind: 'text',
    },
    {
      flags: '--prometheus-port <number>',
      description: 'let Prometheus scrape the recording on this port of the loopback, 0 for any',
      kind: 'number',
    },
    {
      flags: '--json',
      description:
        'print the summary as JSON, alone on stdout; the output of the command goes to stderr',
      kind: 'switch',
    },
    { flags: '--quiet', description: 'no progress', kind: 'switch' },
  ],
  loadAction: async () => {
    const { recordSubject } = await import('../actions/record-subject.ts');
    return recordSubject;
  },
};
