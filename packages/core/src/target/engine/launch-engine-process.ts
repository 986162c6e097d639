import { LaunchedCommand } from '../process/launch/launched-command.ts';
import { CHANNEL } from '../process/launch/launcher.ts';
import { environmentBytes } from '../process/launch/own-strings.ts';
import { findEngineProcess } from './engine-process-path.ts';
import { readProcessEnvironment } from './process-environment.ts';

/**
 * Starts the engine process through the launcher; it then waits to begin.
 * @throws {TargetError} when it was not built, or no further process can be made
 */
export async function launchEngineProcess(): Promise<LaunchedCommand> {
  // Not the flags of this process: an inspector, a loader or a heap limit would be measured with the engine.
  const command = [process.execPath, '--expose-gc', findEngineProcess()];
  return await LaunchedCommand.start({
    command: command.map((word) => Buffer.from(word)),
    environment: environmentBytes({ ...readProcessEnvironment(process.env), ...CHANNEL }),
    streams: { kind: 'piped' },
  });
}
