import type { LoadOptions } from '../../phase/options/load-options.ts';
import type { ParsedConfig } from '../config-schema.ts';
import type { Mistake } from '../mistake.ts';
import { isServer } from '../target/is-server.ts';
import { serverCommands } from '../target/server-commands.ts';

/** A mix needs a target that serves all of its models at the same time. */
export function wrongMix(
  { models }: Pick<LoadOptions, 'models'>,
  target: ParsedConfig['target'],
): Mistake[] {
  if (models === undefined) return [];
  if (!isServer(target)) {
    return [
      {
        text: 'phases.load.models needs a server, and the target is the embedded engine',
        help: 'remove it (--mix), or pass --url URL',
      },
    ];
  }
  if (serverCommands(target).size < 2) return [];
  return [
    {
      text: 'phases.load.models cannot be combined with a command for each model, which serves one model at a time',
      help: 'set target.command to a server of all models',
    },
  ];
}
