import { describe, expect, it } from 'vitest';
import { chooseSubject } from '../../src/record/record-subject.ts';
import { FakeTerminal } from '../fake-terminal.ts';

function invocation(operands: readonly string[], flags: Record<string, string> = {}) {
  return {
    operands,
    flags: new Map(Object.entries(flags).map(([name, text]) => [name, [text]])),
    terminal: new FakeTerminal(),
  };
}

describe('chooseSubject', () => {
  it('returns a command, which prints to stderr with --json', () => {
    expect(chooseSubject(invocation(['serve', '--fast']))).toEqual({
      kind: 'command',
      command: ['serve', '--fast'],
      stdoutTo: 'stdout',
    });
    expect(chooseSubject(invocation(['serve'], { json: '' }))).toMatchObject({
      stdoutTo: 'stderr',
    });
  });

  it('returns a process', () => {
    expect(chooseSubject(invocation([], { pid: '12' }))).toEqual({ kind: 'process', pid: 12 });
  });

  it.each([
    [invocation([]), 'record needs a command or --pid'],
    [invocation(['serve'], { pid: '12' }), '--pid cannot be combined with a command'],
    [invocation([], { pid: '0' }), 'invalid --pid "0": expected a process ID'],
    [invocation([], { pid: '1.5' }), 'invalid --pid "1.5": expected a process ID'],
    [invocation([], { pid: 'me' }), '--pid: invalid value "me": expected a number'],
  ])('rejects no subject, two subjects and an invalid PID (%#)', (asked, message) => {
    expect(() => chooseSubject(asked)).toThrow(message);
  });
});
