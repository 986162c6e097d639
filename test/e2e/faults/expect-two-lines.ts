import { expect } from 'vitest';
import type { CommandResult } from '../support/run-loadcell.ts';

/** What a command that refuses its input prints. */
export interface Refusal {
  readonly code: number;
  readonly error: RegExp;
  readonly help: RegExp;
}

/** A command that refuses its input: what is wrong on one line of stderr, what to do on the next, and nothing else. */
export function expectTwoLines(result: CommandResult, { code, error, help }: Refusal): void {
  const { stdout, stderr } = result;
  expect({ code: result.code, stdout }, stderr).toEqual({ code, stdout: '' });
  const [first = '', second = '', ...rest] = stderr.trimEnd().split('\n');
  expect(first).toMatch(/^error: /);
  expect(first).toMatch(error);
  expect(second).toMatch(/^help: /);
  expect(second).toMatch(help);
  expect(rest).toEqual([]);
}
