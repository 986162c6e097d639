import type { Invocation } from '../command-definition.ts';
import type { ExitCode } from '../exit-codes.ts';
import { needs } from '../flags/refusals.ts';
import { UsageError } from '../usage-error.ts';
import { examineMachine } from './examine-machine.ts';
import { inspectGivenServer } from './inspect-server.ts';

/** Checks a server with `--url`, this machine otherwise. @throws {UsageError} for a flag of the other check */
export async function examine(invocation: Invocation): Promise<ExitCode> {
  const { flags } = invocation;
  if (flags.has('url')) return await inspectGivenServer(invocation);
  const lost = ['model', 'pid'].find((name) => flags.has(name));
  if (lost !== undefined) {
    throw new UsageError(needs(`--${lost}`, '--url'), { help: 'add --url, or remove the flag' });
  }
  return await examineMachine(invocation);
}
