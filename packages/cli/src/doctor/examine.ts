import type { Invocation } from '../command-definition.ts';
import type { ExitCode } from '../exit-codes.ts';
import { UsageError } from '../usage-error.ts';
import { examineMachine } from './examine-machine.ts';
import { inspectGivenServer } from './inspect-server.ts';

/** Examines a server when one is named, and this machine else. @throws {UsageError} for flags of the other */
export async function examine(invocation: Invocation): Promise<ExitCode> {
  const { flags } = invocation;
  if (flags.has('url')) return await inspectGivenServer(invocation);
  const lost = ['model', 'pid'].find((name) => flags.has(name));
  if (lost !== undefined) throw new UsageError(`--${lost} needs --url`);
  return await examineMachine(invocation);
}
