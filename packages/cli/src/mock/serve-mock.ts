import { startMockServer } from '@loadcell/core';
import type { Invocation } from '../command-definition.ts';
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts';
import { readFlag } from '../flags/flag-values.ts';
import { untilInterrupted } from '../signals/until-interrupted.ts';
import { MOCK_FLAGS } from './flags.ts';

/** Numeric flags, by the option of the server that they set. */
const OPTIONS = {
  timeToFirstTokenMs: 'time-to-first-token',
  interTokenLatencyMs: 'inter-token-latency',
  outputTokens: 'output-tokens',
  jitterMs: 'jitter',
  concurrency: 'concurrency',
  errorRate: 'error-rate',
  seed: 'seed',
  port: 'port',
} as const;

/** Serves until it is interrupted. Its URL is the only line on stdout; the counts of its requests go to stderr. */
export async function serveMock({ flags, terminal }: Invocation): Promise<ExitCode> {
  const numbers = Object.entries(OPTIONS).flatMap(([option, name]) => {
    const value = readFlag(MOCK_FLAGS, flags, name);
    return value === undefined ? [] : [[option, Number(value)] as const];
  });
  const host = flags.get('host')?.at(-1);
  const model = flags.get('model')?.at(-1);
  const server = startMockServer({
    ...Object.fromEntries(numbers),
    ...(host === undefined ? {} : { host }),
    ...(model === undefined ? {} : { model, isStrictAboutModel: true }),
  });
  try {
    const stopped = untilInterrupted();
    terminal.stdout.write(`${server.url}\n`);
    await stopped;
  } finally {
    server.stop();
  }
  if (!flags.has('quiet')) {
    const { requests, answered, faulted, abandoned } = server.account();
    terminal.stderr.write(
      `${requests} ${requests === 1 ? 'request' : 'requests'}: ${answered} successful, ${faulted} failed on purpose, ${abandoned} canceled by the client\n`,
    );
  }
  return EXIT_CODES.pass;
}
