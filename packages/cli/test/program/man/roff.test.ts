import { describe, expect, it } from 'vitest';
import { entry, escapeRoff, paragraph } from '../../../src/program/man/roff.ts';

describe('escapeRoff', () => {
  it('keeps a period or an apostrophe at the start of a line from becoming a request', () => {
    expect(escapeRoff('.sh touch pwned\n.\n')).toBe('\\&.sh touch pwned\n\\&.\n');
    expect(escapeRoff("'br a.b")).toBe(String.raw`\(aqbr a.b`);
  });

  it('keeps characters as a shell reads them', () => {
    expect(escapeRoff('--rate \'1\' `2` "3" ^4 ~5')).toBe(
      String.raw`\-\-rate \(aq1\(aq \(ga2\(ga \(dq3\(dq \(ha4 \(ti5`,
    );
    expect(escapeRoff(String.raw`a\fBb`)).toBe(String.raw`a\(rsfBb`);
  });

  it('writes characters beyond ASCII by their number', () => {
    expect(escapeRoff('≤ 1 µs 😀')).toBe(String.raw`\[u2264] 1 \[u00B5]s \[u1F600]`);
  });
});

describe('paragraph', () => {
  it('breaks lines before they are too long, and escapes each', () => {
    const text = `${'word '.repeat(15)}wordy .config ${'-'.repeat(60)} end`;
    const lines = paragraph(text);
    expect(lines).toEqual([
      `${'word '.repeat(15)}wordy`,
      String.raw`\&.config`,
      String.raw`\-`.repeat(60),
      'end',
    ]);
  });
});

describe('entry', () => {
  it('is a term and its description', () => {
    expect(entry('term', 'a description')).toEqual(['.TP', 'term', 'a description']);
  });
});
