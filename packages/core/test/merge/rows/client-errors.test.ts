import { describe, expect, it } from 'vitest';
import { ClientErrors } from '../../../src/merge/rows/client-errors.ts';
import type { RequestRow } from '../../../src/stream/rows/request-row.ts';
import { UNMEASURED } from '../../../src/stream/rows/unsent-request.ts';

function errorOf(firstTokenErrorNs: number): number {
  const row: RequestRow = {
    ...UNMEASURED,
    id: 1,
    phase: 'load',
    model: 'm',
    machine: 'a',
    firstTokenNs: 5e6,
    lastTokenAfterNs: 9e6,
    readLatenessNs: 0,
    firstTokenErrorNs,
    largestErrorNs: 0,
  };
  const errors = new ClientErrors();
  errors.record(row);
  return errors.p99Ns({ machine: 'a', events: [] });
}

describe('timing errors of the client of a machine', () => {
  it('are 0 where every timestamp is exact', () => {
    expect(errorOf(0)).toBe(0);
  });

  it('are those of its requests within 1%', () => {
    expect(Math.abs(errorOf(2e6) / 2e6 - 1)).toBeLessThanOrEqual(0.01);
  });
});
