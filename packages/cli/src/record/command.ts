import type { CommandDefinition } from '../command-definition.ts';
import { RECORD_FLAGS } from './flags.ts';

/** Samples a command or a process without phases and requests. */
export const recordCommand: CommandDefinition = {
  name: 'record',
  summary: 'sample the memory and CPU of a command or process tree',
  operands: [{ name: '[command...]', description: 'command to record, after --' }],
  notes: [
    'The command keeps its arguments, environment, descriptors, terminal and exit',
    'code. Not kept, since Node changes them first: ignored and blocked signals, the',
    'soft limit of open files, and standard streams that were closed. Added: the',
    'variable LOADCELL_RECORDING, a separate process group, a signal that kills the',
    'command if Loadcell is killed, and an ancestor that adopts orphans.',
  ],
  flags: RECORD_FLAGS,
  loadAction: async () => {
    const { recordSubject } = await import('./record-subject.ts');
    return recordSubject;
  },
};
