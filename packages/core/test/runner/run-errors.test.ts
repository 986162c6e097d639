import { describe, expect, it } from 'vitest';
import { deathError, memoryLimitError } from '../../src/runner/run-errors.ts';

describe('the death of a target', () => {
  it('is told by what is known of it', () => {
    const exit = { pid: 7, atNs: 2e9, expected: false } as const;
    const told = (end: { exitCode: number | null; signal: string | null }): string =>
      deathError('load', { ...exit, ...end }, 1e9, 0, undefined).message;
    expect(told({ exitCode: 3, signal: null })).toContain('with code 3.');
    expect(told({ exitCode: null, signal: 'SIGKILL' })).toContain('by SIGKILL.');
    expect(told({ exitCode: null, signal: null })).toContain(
      'in a way that only its parent knows.',
    );
  });
});

describe('a target over its limit on memory', () => {
  it('is said to be stopped only where it was', () => {
    const [limit, used] = [120 * 2 ** 20, 150 * 2 ** 20];
    expect(memoryLimitError(limit, used, true).message).toMatch(
      /uses 150\.0 MiB .*over the limit of 120\.0 MiB\. It was stopped/s,
    );
    expect(memoryLimitError(limit, used, false).message).toMatch(/the server keeps running/);
    expect(memoryLimitError(limit, used, false).message).not.toContain('It was stopped');
  });
});
