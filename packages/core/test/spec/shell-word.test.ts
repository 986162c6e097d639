import { expect, it } from 'vitest';
import { shellWord } from '../../src/spec/shell-word.ts';

it.each([
  [
    'loadcell-results/2026-11-30T08-12-35-310Z-run',
    'loadcell-results/2026-11-30T08-12-35-310Z-run',
  ],
  ['my results/latest', "'my results/latest'"],
  ["it's #1", String.raw`'it'\''s #1'`],
  ['', "''"],
])('writes %j as %s', (text, word) => {
  expect(shellWord(text)).toBe(word);
});
