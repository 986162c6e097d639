import { expect, it } from 'vitest';
import { lastWords } from '../../../src/fleet/up/last-words.ts';

const EXIT = { atNs: 1, pid: 7, exitCode: 1, signal: null };

function wordsOf(output: string, exit = EXIT): string {
  return lastWords({ exit, readOutputTail: () => output });
}

it('returns the last error of the log, without its head', () => {
  const output = [
    '[7] 2026/11/30 18:15:19.826776 [INF] Starting JetStream',
    '[7] 2026/11/30 18:15:19.826818 [FTL] Error listening on port: 10.0.0.4:4222, address in use',
    '[7] 2026/11/30 18:15:19.826819 [INF] Server Exiting..',
  ].join('\n');
  expect(wordsOf(output)).toBe('Error listening on port: 10.0.0.4:4222, address in use');
});

it('returns the last line of another program', () => {
  expect(wordsOf('usage:\nnats-server: unknown flag\n\n')).toBe('nats-server: unknown flag');
});

it('returns how it exited where it wrote nothing', () => {
  expect(wordsOf('')).toBe('exit code 1');
  expect(
    lastWords({ exit: { ...EXIT, exitCode: null, signal: 'SIGKILL' }, readOutputTail: () => '' }),
  ).toBe('signal SIGKILL');
});
