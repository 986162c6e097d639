import { describe, expect, it } from 'vitest';
import { chooseExportFormat, chooseStreams } from '../../src/export/export-streams.ts';

describe('what to export', () => {
  it('is every stream unless one is named', () => {
    expect(chooseStreams(new Map())).toEqual(['samples', 'survey', 'requests']);
    expect(chooseStreams(new Map([['stream', ['survey']]]))).toEqual(['survey']);
    expect(() => chooseStreams(new Map([['stream', ['sample']]]))).toThrow(
      'Did you mean "samples"?',
    );
  });

  it('needs a format', () => {
    expect(chooseExportFormat(new Map([['to', ['parquet']]]))).toBe('parquet');
    expect(() => chooseExportFormat(new Map())).toThrow('--to csv or --to parquet');
    expect(() => chooseExportFormat(new Map([['to', ['parket']]]))).toThrow(
      'Did you mean "parquet"?',
    );
  });
});
