import { describe, expect, it } from 'vitest';
import { ExchangeLog } from '../../../../src/target/server/session/exchange-log.ts';

interface Read {
  readonly atNs: number;
  readonly returnedNs?: number;
}

/** The lateness in the facts of a response of these reads; those without a return have no timestamp of the kernel. */
function latenessOf(reads: readonly Read[]): number | undefined {
  const log = new ExchangeLog(() => ({ push: () => {} }));
  log.take({ kind: 'head', id: 1, atNs: 0, status: 200, headers: new Map() });
  for (const { atNs, returnedNs } of reads) {
    log.take({
      kind: 'body',
      id: 1,
      atNs,
      bytes: new Uint8Array(1),
      isDelayed: false,
      ...(returnedNs === undefined ? {} : { read: { returnedNs, afterNs: 0, doubtNs: 0 } }),
    });
  }
  return log.facts.readLatenessNs;
}

describe('the lateness of the reads of a response', () => {
  it('is the longest time from an arrival to its read', () => {
    expect(
      latenessOf([
        { atNs: 100, returnedNs: 130 },
        { atNs: 200, returnedNs: 290 },
        { atNs: 300, returnedNs: 301 },
      ]),
    ).toBe(90);
  });

  it.each([
    ['first', [{ atNs: 100 }, { atNs: 200, returnedNs: 210 }]],
    ['last', [{ atNs: 100, returnedNs: 110 }, { atNs: 200 }]],
  ])('is unknown where the %s read has no timestamp of the kernel', (_, reads) => {
    expect(latenessOf(reads)).toBeNaN();
  });

  it('is absent before the first read', () => {
    expect(latenessOf([])).toBeUndefined();
  });
});
