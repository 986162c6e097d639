import type { Invocation } from '../command-definition.ts';
import type { ExitCode } from '../exit-codes.ts';
import { cannotCombine, needs } from '../flags/refusals.ts';
import { UsageError } from '../usage-error.ts';
import { choosePurposes, examineMachine } from './examine-machine.ts';
import { inspectGivenServer } from './inspect-server.ts';

/** Checks a server with `--url`, this machine otherwise. @throws {UsageError} for a flag of the other check */
export async function examine(invocation: Invocation): Promise<ExitCode> {
  const { flags } = invocation;
  const [purpose] = choosePurposes(flags);
  if (flags.has('url') && flags.has('for') && purpose !== 'server') {
    throw new UsageError(cannotCombine('--url', `--for ${purpose}`), {
      help: 'remove one: --url names a server',
    });
  }
  if (flags.has('url')) return await inspectGivenServer(invocation);
  const lost = ['model', 'api', 'pid'].find((name) => flags.has(name));
  if (lost !== undefined) {
    throw new UsageError(needs(`--${lost}`, '--url'), { help: 'add --url, or remove the flag' });
  }
  return await examineMachine(invocation);
}
