import { describe, expect, it } from 'vitest';
import { chooseExportFormat, chooseTables } from '../../src/export/export-streams.ts';

describe('what to export', () => {
  it('is every table unless one is named', () => {
    expect(chooseTables(new Map())).toEqual(['samples', 'survey', 'requests']);
    expect(chooseTables(new Map([['table', ['all']]]))).toEqual(['samples', 'survey', 'requests']);
    expect(chooseTables(new Map([['table', ['survey']]]))).toEqual(['survey']);
    expect(() => chooseTables(new Map([['table', ['sample']]]))).toThrow(
      'unknown --table "sample"; did you mean "samples"?',
    );
  });

  it('needs a format', () => {
    expect(chooseExportFormat(new Map([['format', ['parquet']]]))).toBe('parquet');
    expect(() => chooseExportFormat(new Map())).toThrow('export needs --format');
    expect(() => chooseExportFormat(new Map([['format', ['parket']]]))).toThrow(
      'unknown --format "parket"; did you mean "parquet"?',
    );
  });
});
