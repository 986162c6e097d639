import { describe, expect, it } from 'vitest';
import { chooseFormats } from '../../src/actions/print-conclusion.ts';
import { UsageError } from '../../src/usage-error.ts';

describe('chooseFormats', () => {
  it('prints for a terminal when nothing is asked for', () => {
    expect(chooseFormats(new Map())).toEqual(['terminal']);
  });

  it('keeps the order asked for, each once', () => {
    expect(chooseFormats(new Map([['format', ['md, json,md']]]))).toEqual(['md', 'json']);
  });

  it('prints JSON alone with --json', () => {
    expect(chooseFormats(new Map([['json', ['']]]))).toEqual(['json']);
  });

  it('refuses --json beside another format', () => {
    const flags = new Map([
      ['json', ['']],
      ['format', ['terminal']],
    ]);
    expect(() => chooseFormats(flags)).toThrow(UsageError);
  });

  it('names the nearest format for one that it does not know', () => {
    expect(() => chooseFormats(new Map([['format', ['jsn']]]))).toThrow(/Did you mean "json"/);
  });
});
