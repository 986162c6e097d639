import { devNull } from 'node:os';
import { resolve } from 'node:path';
import type { TargetConfig } from '../config-schema.ts';
import { serverCommands } from './server-commands.ts';
import { createTransport } from '../../target/transport/create-transport.ts';
import type { RunningServerOptions } from '../../target/started/running-server.ts';
import { checkServerCommand } from '../../target/started/server-process.ts';
import { secretsOf } from '../../target/started/server-secrets.ts';
import { StartedServerTarget } from '../../target/started/started-server-target.ts';
import type { TargetFactory } from './target-factory.ts';

/** A program whose ports all respond as something else for this long is not a model server, ms. */
const FOREIGN_MS = 10_000;

/**
 * Makes targets of servers that Loadcell starts.
 * @throws {ConfigError} when a command does not exist
 */
export async function createStartedFactory(
  config: TargetConfig,
  http: RunningServerOptions['http'],
): Promise<TargetFactory> {
  const { env: environment, cwd, ready, stopGrace } = config;
  const place = cwd === undefined ? {} : { workingDirectory: resolve(cwd) };
  const commands = new Map(
    [...serverCommands(config)].map(([model, words]) => [model, { words, environment, ...place }]),
  );
  for (const command of commands.values()) await checkServerCommand(command);
  const secrets = [...commands.values()].flatMap((command) => secretsOf(command, http));
  return (_models, outputFile = devNull) =>
    new StartedServerTarget(
      {
        commands,
        ready: {
          ...(ready.path === undefined ? {} : { path: ready.path }),
          timeoutMs: ready.timeout,
          foreignMs: FOREIGN_MS,
        },
        stopGraceMs: stopGrace,
        output: { file: outputFile, secrets },
        // A process started for one model may list it under another name.
        http: { ...http, models: commands.has('') ? http.models : [] },
      },
      createTransport,
    );
}
