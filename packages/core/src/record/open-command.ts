import { randomUUID } from 'node:crypto';
import { LaunchedCommand } from '../target/process/launch/launched-command.ts';
import { environmentBytes } from '../target/process/launch/own-strings.ts';
import { endTree } from './end-tree.ts';
import { identifyProcess, runningTree, type ProcessIdentity } from './process-tree.ts';
import { refusedCommand } from '../target/process/launch/refused-command.ts';
import { checkCommand } from '../target/process/launch/check-command.ts';
import type { CommandOptions, Subject } from './subject.ts';

/** A variable that all inherit whom the command starts: by it they are known as recorded. */
const MARK = 'LOADCELL_RECORDING';

/** What runs below a process, without it. */
function below(launcherPid: number): readonly ProcessIdentity[] {
  const launcher = identifyProcess(launcherPid);
  if (launcher === undefined) return [];
  return runningTree([launcher]).filter(({ pid }) => pid !== launcherPid);
}

/**
 * Starts a command, up to where it waits.
 * @throws {ConfigError} when there is no such command, or it may not be executed
 * @throws {TargetError} when there can be no further process
 */
export async function openCommand(options: CommandOptions): Promise<Subject> {
  const { command, stdoutTo, descriptors = [] } = options;
  const words = options.commandBytes ?? command.map((word) => Buffer.from(word));
  await checkCommand(words[0] ?? Buffer.alloc(0), process.env['PATH'] ?? '/bin:/usr/bin');
  // A recording within another has a mark of its own.
  const environment = environmentBytes({ ...process.env, [MARK]: randomUUID() });
  const launched = await LaunchedCommand.start({
    command: words,
    environment,
    streams: { kind: 'inherited', stdoutTo, descriptors },
  });
  const { pid, launcherPid, isHeld, ended } = launched;
  return {
    pid,
    adopterPid: launcherPid,
    isHeld,
    command,
    ended,
    begin: async () => {
      const failure = await launched.begin();
      if (failure === undefined) return;
      throw refusedCommand(words[0] ?? Buffer.alloc(0), failure);
    },
    goOn: () => launched.goOn(),
    passOn: (signal) => launched.passOn(signal),
    end: async (known) => {
      const left = await endTree(() => [...known(), ...below(launcherPid)]);
      // One that could not be ended is not waited for.
      if (!left.some((one) => one.pid === pid)) await ended;
      return left;
    },
    kill: () => launched.signalAll('SIGKILL'),
    members: () => below(launcherPid),
    leave: () => launched.leave(),
  };
}
