import { LaunchedCommand } from '../process/launch/launched-command.ts';
import { CHANNEL } from '../process/launch/launcher.ts';
import { environmentBytes } from '../process/launch/own-strings.ts';
import { findEngineProcess } from './engine-process-path.ts';
import { readProcessEnvironment } from './process-environment.ts';

/**
 * Has the launcher start the process of an engine, up to where it waits.
 * @throws {TargetError} when it was not built, or there can be no further process
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
