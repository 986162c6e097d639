import { openWatcher, runAgent } from '@loadcell/core';
import type { Invocation } from '../command-definition.ts';
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts';
import { Interruption } from '../signals/interruption.ts';
import { readAgent } from './read-agent.ts';
import { readWatch } from './read-watch.ts';

/** Waits for runs until it is interrupted: the load in progress is stopped, and its data is kept. */
export async function waitForRuns(invocation: Invocation): Promise<ExitCode> {
  const { flags, terminal } = invocation;
  const agent = readAgent(invocation);
  const watch = readWatch(flags, agent.roles.includes('watch'));
  const onNote = (line: string): void => terminal.stderr.write(`${line}\n`);
  const interruption = new Interruption(process, EXIT_CODES.interrupted, () =>
    onNote('Interrupted. Stopping; press Ctrl-C again to quit now.'),
  );
  let watcher: Awaited<ReturnType<typeof openWatcher>> | undefined;
  try {
    if (watch !== undefined) watcher = await openWatcher(watch, onNote);
    await runAgent({
      ...agent,
      ...(watcher === undefined ? {} : { watcher }),
      signal: interruption.signal,
      onNote,
    });
  } finally {
    watcher?.close();
    interruption.dispose();
  }
  return EXIT_CODES.pass;
}
