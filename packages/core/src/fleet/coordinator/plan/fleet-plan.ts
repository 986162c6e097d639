import * as z from 'zod';
import { refuseMistakes, type Mistake } from '../../../config/mistake.ts';
import type { RunConfig } from '../../../config/parse-config.ts';
import { serverCommands } from '../../../config/target/server-commands.ts';
import { isSecretName } from '../../../spec/redaction/secret-names.ts';

/** Keys that are for the machine of the coordinator: where it writes, what it shows and when it ends the run. */
const OWN_KEYS: ReadonlySet<string> = new Set(['outputDir', 'verbose', 'timeout', 'telemetry']);

const WATCH_HELP =
  'start loadcell agent --roles watch on the machine of the server, with that flag';

/** What a run over several machines cannot do: each needs the process of the server on this machine. */
function ofThisMachine({ target, test, warnMemory }: RunConfig): Mistake[] {
  const isStarted = serverCommands(target).size > 0;
  return [
    ...(isStarted
      ? [
          {
            text: 'a fleet cannot start a server',
            help: 'start the server on its machine, and pass --url',
          },
        ]
      : []),
    ...(!isStarted && target.url === undefined
      ? [
          {
            text: 'a fleet cannot load the embedded engine',
            help: 'pass --url with the server to measure',
          },
        ]
      : []),
    ...(target.pid === undefined
      ? []
      : [{ text: 'a fleet cannot use --pid of this machine', help: WATCH_HELP }]),
    ...(test.maxMemory === undefined && warnMemory === undefined
      ? []
      : [{ text: 'a fleet cannot use --max-memory of this machine', help: WATCH_HELP }]),
  ];
}

/** Headers that look like secrets: the plan is stored on the bus. */
function secretHeaders({ target }: RunConfig): Mistake[] {
  return Object.entries(target.headers)
    .filter(([name, value]) => typeof value === 'string' && isSecretName(name))
    .map(([name]) => ({
      text: `target.headers.${name}: a secret does not travel over the bus`,
      help: 'write { env: NAME }, and set that variable on each machine',
    }));
}

/**
 * Refuses what a run over several machines cannot do.
 * @throws {ConfigError} two lines for one mistake, else one for each
 */
export function checkFleetConfig(config: RunConfig): void {
  const { otlp, prometheus } = config.telemetry;
  const isSent = otlp.url !== undefined || prometheus.port !== undefined;
  refuseMistakes([
    ...ofThisMachine(config),
    ...secretHeaders(config),
    ...(isSent
      ? [
          {
            text: 'a fleet sends no telemetry',
            help: 'remove telemetry, --otlp and --prometheus-port',
          },
        ]
      : []),
  ]);
}

/**
 * The configuration as agents get it: JSON of what the user wrote, with the seed and the nonce of all, and without what is for
 * this machine.
 * @param config portable, checked by `parseConfig`
 */
export function planText(
  config: unknown,
  shared: { readonly seed: number; readonly nonce: string },
): string {
  const written = z.record(z.string(), z.unknown()).parse(config ?? {});
  const kept = Object.entries(written).filter(([key]) => !OWN_KEYS.has(key));
  return JSON.stringify({ ...Object.fromEntries(kept), ...shared });
}
