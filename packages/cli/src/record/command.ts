import type { CommandDefinition } from '../command-definition.ts';
import { RECORD_FLAGS } from './flags.ts';

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
  flags: RECORD_FLAGS,
  loadAction: async () => {
    const { recordSubject } = await import('./record-subject.ts');
    return recordSubject;
  },
};
