import { describe, expect, it } from 'vitest';
import { printable } from '../../src/terminal/printable.ts';

describe('printable', () => {
  it('removes what would control the terminal or end the line', () => {
    expect(printable('a\u001B[2Jb\u001B]0;title\u0007c')).toBe('abc');
    expect(printable('one\r\ntwo\tthree')).toBe('one two three');
    expect(printable('abc\u202Edef')).toBe('abc def');
  });

  it('does not change other text', () => {
    expect(printable('Llama 3.1 · 模型 — 8B')).toBe('Llama 3.1 · 模型 — 8B');
  });
});
