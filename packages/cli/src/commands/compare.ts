import type { CommandDefinition } from '../command/command-definition.ts';

/** Compares runs, with intervals. */
export const compareCommand: CommandDefinition = {
  name: 'compare',
  summary: 'compare runs with a base: how they differ, and how sure that is',
  operands: [
    {
      name: '<base>',
      description:
        'run directory, or folder of repeats made by run --repeat; several of one configuration with commas',
    },
    { name: '<candidates...>', description: 'the same, each compared with the base' },
  ],
  flags: [
    {
      flags: '--base <dir>',
      description: 'one more run of the base; again for the next one',
      kind: 'text',
      repeatable: true,
    },
    {
      flags: '--metric <criterion>',
      description:
        'compare only this, such as p95ResponseTime; again for the next one; fewer make each surer',
      kind: 'text',
      repeatable: true,
    },
    {
      flags: '--margin <share>',
      description:
        'difference that does not matter, a share of the base (default: 2%); within it is the same',
      kind: 'ratio',
    },
    {
      flags: '--allow-unlike',
      description: 'compare also what differs in machine, model, workload or cache, and say so',
      kind: 'switch',
    },
    {
      flags: '--fail-on <verdict>',
      description:
        'worse: exit with 1 when anything is worse, and with 4 when what --metric or a criterion names was not measured',
      kind: 'text',
    },
    {
      flags: '--format <list>',
      description: 'terminal (default), md, json: printed; several with commas',
      kind: 'text',
    },
    {
      flags: '--html <file>',
      description: 'also write a page: verdicts, percentiles and memory over each other',
      kind: 'text',
    },
    {
      flags: '--json',
      description: 'print the comparison as JSON, alone on stdout',
      kind: 'switch',
    },
  ],
  loadAction: async () => {
    const { compareGivenRuns } = await import('../actions/compare-runs.ts');
    return compareGivenRuns;
  },
};
