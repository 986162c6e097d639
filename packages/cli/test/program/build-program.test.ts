import { describe, expect, it } from 'vitest';
import type { CommandDefinition, Invocation } from '../../src/command-definition.ts';
import { EXIT_CODES } from '../../src/exit-codes.ts';
import { buildProgram } from '../../src/program/build-program.ts';
import { FakeTerminal } from '../fake-terminal.ts';

/** Parses a line with a command that only records its invocation. */
async function parse(line: string) {
  const invocations: Invocation[] = [];
  const codes: number[] = [];
  const weigh: CommandDefinition = {
    name: 'weigh',
    summary: 'weighs',
    operands: [{ name: '[what]', description: 'what to weigh' }],
    flags: [
      { flags: '--unit <unit>', description: 'the unit', kind: 'text', formerly: 'measure' },
      { flags: '--item <item>', description: 'an item', kind: 'text', repeatable: true },
      { flags: '--quiet', description: 'no words', kind: 'switch' },
    ],
    loadAction: () =>
      Promise.resolve((invocation) => {
        invocations.push(invocation);
        return Promise.resolve(EXIT_CODES.criterionFailed);
      }),
  };
  const terminal = new FakeTerminal();
  const program = buildProgram({
    version: '1.2.3',
    commands: [weigh],
    terminal,
    onExit: (code) => codes.push(code),
  });
  await program.parseAsync(line.split(' '), { from: 'user' });
  return { invocations, codes, terminal };
}

describe('buildProgram', () => {
  it('passes operands and values of flags to the action, and its exit code on', async () => {
    const { invocations, codes } = await parse('weigh feather --unit g --item a --item b --quiet');
    expect(invocations[0]?.operands).toEqual(['feather']);
    expect(invocations[0]?.flags).toEqual(
      new Map([
        ['unit', ['g']],
        ['item', ['a', 'b']],
        ['quiet', ['']],
      ]),
    );
    expect(codes).toEqual([EXIT_CODES.criterionFailed]);
  });

  it('suggests the nearest flag for an unknown one', async () => {
    await expect(parse('weigh --unti g')).rejects.toThrow(
      'unknown option "--unti"; did you mean "--unit"?',
    );
  });

  it('rejects the former name of a flag with the current one and hides it from the help', async () => {
    await expect(parse('weigh --measure g')).rejects.toMatchObject({
      summary: '--measure is now --unit',
      help: 'pass --unit <unit>',
    });
    await expect(parse('weigh --measure')).rejects.toThrow('--measure is now --unit');
  });

  it('suggests the nearest command for an unknown one', async () => {
    await expect(parse('weihg')).rejects.toThrow('unknown command "weihg"; did you mean "weigh"?');
  });

  it('rejects a flag given twice that takes one value', async () => {
    await expect(parse('weigh --unit g --unit kg')).rejects.toMatchObject({
      summary: '--unit takes one value, but is given twice',
      help: 'pass --unit once',
    });
  });

  it('rejects a value that is empty or the next flag', async () => {
    await expect(parse('weigh --unit --quiet')).rejects.toMatchObject({
      summary: '--unit needs a value, but --quiet follows it',
      help: 'pass --unit <unit>, and check for an empty variable',
    });
    await expect(parse('weigh --item  --quiet')).rejects.toThrow(
      '--item needs a value, but it is empty',
    );
  });

  it('rejects a flag without a value, and excess operands', async () => {
    await expect(parse('weigh --unit')).rejects.toMatchObject({
      summary: '--unit needs a value',
      help: 'pass --unit <unit>',
    });
    await expect(parse('weigh feather iron')).rejects.toThrow(
      'too many arguments for loadcell weigh: expected 1, got 2',
    );
  });
});
