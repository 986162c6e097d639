import { describe, expect, it } from 'vitest';
import { parseTimestamp } from '../../../../src/workload/dataset/trace/parse-timestamp.ts';

describe('a date and time', () => {
  it.each([
    ['1970-01-02 00:00:01', 86_401, 0],
    ['2023-11-20 23:59:57.1000001', Date.UTC(2023, 10, 20, 23, 59, 57) / 1000, 100_000_100],
    ['2024-05-18 23:59:59+00:00', Date.UTC(2024, 4, 18, 23, 59, 59) / 1000, 0],
    ['2024-05-19 02:00:10.000001+02:00', Date.UTC(2024, 4, 19, 0, 0, 10) / 1000, 1000],
    ['2024-05-18 20:30:00-0330', Date.UTC(2024, 4, 19, 0, 0, 0) / 1000, 0],
    ['2025-02-28T23:59:59.999Z', Date.UTC(2025, 1, 28, 23, 59, 59) / 1000, 999_000_000],
    [' 2024-02-29 00:00:00 ', Date.UTC(2024, 1, 29) / 1000, 0],
  ])('%s is exact, and in UTC where no zone is given', (text, units, ns) => {
    expect(parseTimestamp(text)).toEqual({ units, ns });
  });

  it.each([
    '2023-02-29 00:00:00',
    '2024-13-01 00:00:00',
    '2024-01-01 24:00:00',
    '2024-01-01 00:60:00',
    '2024-01-01',
    '2024-01-01 00:00:00.1234567890',
    '2024-01-01 00:00:00 CET',
    '1705312345',
    '',
  ])('%s is none', (text) => {
    expect(parseTimestamp(text)).toBeUndefined();
  });
});
