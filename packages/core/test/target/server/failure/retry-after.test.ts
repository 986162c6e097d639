import { describe, expect, it } from 'vitest';
import { parseRetryAfterMs } from '../../../../src/target/server/failure/retry-after.ts';

const NOW_MS = Date.parse('2026-01-01T00:00:00Z');

describe('Retry-After', () => {
  it.each([
    ['7', 7000],
    ['0', 0],
    ['0.5', 500],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
    ['-3', undefined],
  ])('"%s" requests a wait of %s ms', (value, waitMs) => {
    expect(parseRetryAfterMs(value, NOW_MS)).toBe(waitMs);
  });
});
