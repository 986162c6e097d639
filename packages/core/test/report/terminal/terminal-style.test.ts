import { expect, it } from 'vitest';
import { wrapLine } from '../../../src/report/terminal/terminal-style.ts';

it('leaves a line that fits as it is', () => {
  expect(wrapLine('  one two', 9, 4)).toEqual(['  one two']);
});

it('breaks between words, and indents what follows', () => {
  expect(wrapLine('  one two three four', 10, 4)).toEqual(['  one two', '    three', '    four']);
});

it('keeps a number and its unit together', () => {
  expect(wrapLine('latency of 12.5 ms', 15, 2)).toEqual(['latency of', '  12.5 ms']);
});

it('leaves a word that is wider than the terminal whole', () => {
  expect(wrapLine(`  ${'x'.repeat(12)} y`, 8, 2)).toEqual([`  ${'x'.repeat(12)}`, '  y']);
});
