import { describe, expect, it } from 'vitest';
import { libcOf } from '../../src/addon/own-libc.ts';

describe('the C library', () => {
  it('is glibc where a report has its version', () => {
    const header = { glibcVersionCompiler: '2.28', glibcVersionRuntime: '2.36' };
    expect(libcOf({ getReport: () => ({ header }) })).toBe('gnu');
  });

  it.each([{ header: { nodejsVersion: 'v22.20.0' } }, { header: null }, {}, null])(
    'is musl for the report %j',
    (report) => {
      expect(libcOf({ getReport: () => report })).toBe('musl');
    },
  );

  it('is glibc in a runtime without reports', () => {
    expect(libcOf(undefined)).toBe('gnu');
  });

  it('is read without the network, and leaves later reports as they were', () => {
    const excluded: boolean[] = [];
    const reporter = {
      excludeNetwork: false,
      getReport: () => excluded.push(reporter.excludeNetwork),
    };
    libcOf(reporter);
    expect(excluded).toEqual([true]);
    expect(reporter.excludeNetwork).toBe(false);
  });
});
