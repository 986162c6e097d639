import { startMockServer } from '@loadcell/core';
import type { Invocation } from '../command-definition.ts';
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts';
import { readFlag } from '../flags/flag-values.ts';
import { ENDING_SIGNALS } from '../signals/interruption.ts';
import { MOCK_FLAGS } from './flags.ts';

/** Flags that are numbers, by the option of the server that they set. */
const OPTIONS = {
  timeToFirstTokenMs: 'time-to-first-token',
  gapMs: 'inter-token-latency',
  tokens: 'output-tokens',
  jitterMs: 'jitter',
  slots: 'concurrency',
  failRatio: 'error-rate',
  seed: 'seed',
  port: 'port',
} as const;

/** The longest time that a timer holds. */
const KEEP_ALIVE_MS = 2 ** 31 - 1;

/** Resolves at the first signal that asks to end. */
function untilAskedToStop(): Promise<void> {
  return new Promise((resolve) => {
    // Neither the native thread nor waiting for a signal keeps this process alive.
    const keepAlive = setInterval(() => {}, KEEP_ALIVE_MS);
    const stop = (): void => {
      clearInterval(keepAlive);
      for (const signal of ENDING_SIGNALS) process.off(signal, stop);
      resolve();
    };
    for (const signal of ENDING_SIGNALS) process.on(signal, stop);
  });
}

/** Serves until it is asked to stop; its URL stands alone on stdout, what came of it on stderr. */
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
    const stopped = untilAskedToStop();
    terminal.stdout.write(`${server.url}\n`);
    await stopped;
  } finally {
    server.stop();
  }
  if (!flags.has('quiet')) {
    const { requests, answered, faulted, abandoned } = server.account();
    terminal.stderr.write(
      `${requests} requests: ${answered} answered, ${faulted} failed on purpose, ${abandoned} abandoned by their client\n`,
    );
  }
  return EXIT_CODES.pass;
}
