import { EXPORT_FORMATS, REPORT_FORMATS } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { chooseFormats } from '../../src/conclusion/choose-formats.ts';
import { reportCommand } from '../../src/report/command.ts';
import { UsageError } from '../../src/usage-error.ts';

function namesOf(flags: ReadonlyMap<string, readonly string[]>): string[] {
  return chooseFormats(flags).map((one) => (one.kind === 'report' ? one.format.name : one.format));
}

describe('chooseFormats', () => {
  it('returns terminal by default', () => {
    expect(namesOf(new Map())).toEqual(['terminal']);
  });

  it('keeps the requested order without repeats', () => {
    expect(namesOf(new Map([['format', ['md, json,md,csv']]]))).toEqual(['md', 'json', 'csv']);
  });

  it('returns only JSON with --json', () => {
    expect(namesOf(new Map([['json', ['']]]))).toEqual(['json']);
  });

  it('knows exactly the formats that the help lists', () => {
    const named = reportCommand.notes
      ?.filter((note) => note.startsWith('Formats '))
      .map((note) => note.replaceAll(/^.*: |\.$/gu, ''))
      .join(',');
    const all = [...REPORT_FORMATS.map(({ name }) => name), ...EXPORT_FORMATS];
    expect(namesOf(new Map([['format', [named ?? '']]])).toSorted()).toEqual(all.toSorted());
  });

  it('rejects --json with another format', () => {
    const flags = new Map([
      ['json', ['']],
      ['format', ['terminal']],
    ]);
    expect(() => chooseFormats(flags)).toThrow(UsageError);
  });

  it('suggests the nearest format for an unknown one', () => {
    expect(() => chooseFormats(new Map([['format', ['jsn']]]))).toThrow(
      'unknown --format "jsn"; did you mean "json"?',
    );
  });
});
