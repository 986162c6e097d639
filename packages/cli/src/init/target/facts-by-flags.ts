import type { Invocation } from '../../command-definition.ts';
import { chooseName } from '../../flags/choose-name.ts';
import { readFlag } from '../../flags/flag-values.ts';
import { cannotCombine, needs } from '../../flags/refusals.ts';
import { UsageError } from '../../usage-error.ts';
import { INIT_FLAGS } from '../flags.ts';
import { TARGET_KINDS, type TargetFacts, type TargetKind } from './target-kind.ts';

/** How a command line names each kind of target. */
const NAMED_BY: Readonly<Record<Exclude<TargetKind, 'embedded'>, string>> = {
  server: '--url',
  command: 'a command after --',
  module: '--engine',
};

/** The kinds that the command line names, besides `--for`. */
function kindsNamed({ flags, trailing }: Invocation): Exclude<TargetKind, 'embedded'>[] {
  return [
    ...(flags.has('url') ? ['server' as const] : []),
    ...(trailing === undefined ? [] : ['command' as const]),
    ...(flags.has('engine') ? ['module' as const] : []),
  ];
}

function kindOf(invocation: Invocation): TargetKind | undefined {
  const { flags } = invocation;
  const asked = flags.get('for')?.at(-1);
  const kind = asked === undefined ? undefined : chooseName('for', asked, TARGET_KINDS);
  const [named, other] = kindsNamed(invocation);
  if (named !== undefined && other !== undefined) {
    throw new UsageError(cannotCombine(NAMED_BY[named], NAMED_BY[other]), { help: 'remove one' });
  }
  if (kind !== undefined && named !== undefined && kind !== named) {
    throw new UsageError(cannotCombine(`--for ${kind}`, NAMED_BY[named]), { help: 'remove one' });
  }
  return kind ?? named ?? (flags.has('model') ? 'embedded' : undefined);
}

/**
 * What the command line says about the target; undefined where it says nothing.
 * @throws {UsageError} for flags of two kinds of targets
 */
export function factsByFlags(invocation: Invocation): TargetFacts | undefined {
  const { flags, trailing } = invocation;
  if (trailing?.length === 0) {
    throw new UsageError(needs('--', 'a command'), {
      help: 'pass the command that starts the server',
    });
  }
  const kind = kindOf(invocation);
  const pid = readFlag(INIT_FLAGS, flags, 'pid');
  if (pid !== undefined && kind !== 'server') {
    throw new UsageError(needs('--pid', '--url'), { help: 'add --url, or remove --pid' });
  }
  if (kind === undefined) return undefined;
  const [url, second] = flags.get('url') ?? [];
  if (second !== undefined) {
    throw new UsageError('--url can be given once here', {
      help: 'list replicas in target.urls of the file',
    });
  }
  const engine = flags.get('engine')?.at(-1);
  const api = flags.get('api')?.at(-1);
  if (api !== undefined && kind !== 'server' && kind !== 'command') {
    throw new UsageError(needs('--api', '--url'), { help: 'add --url, or remove --api' });
  }
  return {
    kind,
    models: flags.get('model') ?? [],
    ...(url === undefined ? {} : { url }),
    ...(api === undefined ? {} : { api }),
    ...(pid === undefined ? {} : { pid }),
    ...(trailing === undefined ? {} : { command: trailing }),
    ...(engine === undefined ? {} : { engine }),
  };
}

/**
 * Checks that a kind has what its file needs.
 * @throws {UsageError} naming the flag that is missing
 */
export function checkFacts({ kind, url, command, engine, models }: TargetFacts): void {
  const missing = (flag: string, help: string): UsageError =>
    new UsageError(needs(`--for ${kind}`, flag), { help });
  if (kind === 'server' && url === undefined) {
    throw missing('--url', 'pass --url http://HOST:PORT');
  }
  if (kind === 'command' && command === undefined) {
    throw missing('a command after --', 'pass the command that starts the server, with {port}');
  }
  if (kind !== 'module') return;
  if (engine === undefined) {
    throw missing('--engine', 'pass the file or package that exports createEngine');
  }
  if (models.length === 0) {
    throw new UsageError(needs('--engine', '--model'), { help: 'pass a model for the engine' });
  }
}
