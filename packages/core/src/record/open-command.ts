import { randomUUID } from 'node:crypto';
import { LaunchedCommand } from '../target/process/launch/launched-command.ts';
import { environmentBytes } from '../target/process/launch/own-strings.ts';
import { endTree } from './end-tree.ts';
import { identifyProcess, runningTree, type ProcessIdentity } from './process-tree.ts';
import { refusedCommand } from '../target/process/launch/refused-command.ts';
import { checkCommand } from '../target/process/launch/check-command.ts';
import type { CommandOptions, Subject } from './subject.ts';

/** A variable that all descendants of the command inherit: it marks them as recorded. */
const MARK = 'LOADCELL_RECORDING';

/** The running descendants of a process, without the process itself. */
function below(launcherPid: number): readonly ProcessIdentity[] {
  const launcher = identifyProcess(launcherPid);
  if (launcher === undefined) return [];
  return runningTree([launcher]).filter(({ pid }) => pid !== launcherPid);
}

/**
 * Starts a command; it then waits to begin.
 * @throws {ConfigError} when the command does not exist or is not executable
 * @throws {TargetError} when no further process can be made
 */
export async function openCommand(options: CommandOptions): Promise<Subject> {
  const { command, stdoutTo, descriptors = [] } = options;
  const words = options.commandBytes ?? command.map((word) => Buffer.from(word));
  await checkCommand(words[0] ?? Buffer.alloc(0), process.env['PATH'] ?? '/bin:/usr/bin');
  // A nested recording uses a different mark.
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
      // Does not wait for a process that could not be ended.
      if (!left.some((one) => one.pid === pid)) await ended;
      return left;
    },
    kill: () => launched.signalAll('SIGKILL'),
    members: () => below(launcherPid),
    leave: () => launched.leave(),
  };
}
