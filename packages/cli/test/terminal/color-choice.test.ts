import { describe, expect, it } from 'vitest';
import { takeColor, withColors } from '../../src/terminal/color-choice.ts';
import { FakeTerminal } from '../fake-terminal.ts';

describe('takeColor', () => {
  it.each([
    ['report latest', 'auto', 'report latest'],
    ['--color always report latest', 'always', 'report latest'],
    ['report latest --color=never', 'never', 'report latest'],
    ['record -- ls --color=always', 'auto', 'record -- ls --color=always'],
    ['record --color=auto -- ls --color', 'auto', 'record -- ls --color'],
  ])('%s', (line, color, rest) => {
    expect(takeColor(line.split(' '))).toEqual({ color, rest: rest.split(' ') });
  });

  it.each([
    ['report --color', '--color needs a value'],
    ['report --color=', 'unknown --color ""'],
    ['report --color sometimes', 'unknown --color "sometimes"'],
    ['report --color=never --color=always', '--color takes one value, but is given twice'],
  ])('rejects %s', (line, message) => {
    expect(() => takeColor(line.split(' '))).toThrow(message);
  });
});

describe('withColors', () => {
  it('overrides the colors of both streams and nothing else', () => {
    const terminal = new FakeTerminal('/here', { NO_COLOR: '1' });
    const { stdout, stderr, workingDirectory } = withColors(terminal, 'always');
    expect([stdout.hasColors, stderr.hasColors]).toEqual([true, true]);
    expect([stdout.isTerminal, stdout.isInteractive, workingDirectory]).toEqual([
      false,
      false,
      '/here',
    ]);
    stdout.write('text');
    expect(terminal.stdout.text).toBe('text');
    expect(withColors(terminal, 'auto')).toBe(terminal);
  });
});
