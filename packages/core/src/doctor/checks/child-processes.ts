import type { Check } from '../check.ts';

/** Node may start processes. */
export const childProcessesCheck: Check = {
  name: 'child processes',
  purposes: ['command', 'embedded', 'record'],
  limits: { record: 'no command is started: only --pid works' },
  run: async ({ permits }) =>
    permits('child')
      ? { status: 'ok', found: 'can be started' }
      : {
          status: 'problem',
          found: "Node's permissions deny starting a process",
          remedy: 'add --allow-child-process to the Node flags',
        },
};
