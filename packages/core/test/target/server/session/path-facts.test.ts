import { describe, expect, it } from 'vitest';
import { ExchangeLog } from '../../../../src/target/server/session/exchange-log.ts';
import { toRequestRow } from '../../../../src/target/server/request/to-request-row.ts';
import type { TransportRecord } from '../../../../src/target/transport/transport.ts';
import type { PathFacts } from '../../../../src/stream/rows/path-facts.ts';

const id = 1;
const HEAD: TransportRecord = { kind: 'head', id, atNs: 500, status: 200, headers: new Map() };
const END: TransportRecord = {
  kind: 'end',
  id,
  atNs: 900,
  losses: { retransmits: 2, outOfOrder: 1 },
};

function sent(isLong: boolean): TransportRecord {
  return { kind: 'sent', id, atNs: 100, path: { leastRoundTripNs: 20, isLong } };
}

function departed(atNs: number): TransportRecord {
  return { kind: 'departed', id, atNs };
}

/** What the row of a request has of its path after these records. */
function pathOf(...records: readonly TransportRecord[]): PathFacts {
  const log = new ExchangeLog(() => ({ push: () => {} }));
  for (const record of records) log.take(record);
  const request = {
    model: 'm',
    context: '',
    scheduledNs: 0,
    offeredTokens: Number.NaN,
    maxTokens: 3,
  };
  const failure = { kind: 'timeout', message: 'timed out' } as const;
  const finished = { facts: log.facts, response: undefined, failure };
  const row = toRequestRow({ request, finished }, 'load');
  const { leastRoundTripNs, departedNs, retransmits, outOfOrder } = row;
  return { leastRoundTripNs, departedNs, retransmits, outOfOrder };
}

describe('the path of a request', () => {
  it('has its round trip and losses, and a short request has left when it was sent', () => {
    expect(pathOf(sent(false), HEAD, END)).toEqual({
      leastRoundTripNs: 20,
      departedNs: 100,
      retransmits: 2,
      outOfOrder: 1,
    });
  });

  it('has the last departure of a long request before its response', () => {
    const records = [sent(true), departed(140), departed(180), HEAD, departed(600), END];
    expect(pathOf(...records).departedNs).toBe(180);
  });

  it('has an unknown departure where a long request has none', () => {
    expect(pathOf(sent(true), HEAD, END)).toMatchObject({ leastRoundTripNs: 20, departedNs: NaN });
  });

  it('keeps the losses of a request that failed', () => {
    const failed: TransportRecord = {
      kind: 'failed',
      id,
      atNs: 900,
      failure: { kind: 'timeout', message: 'timed out' },
      losses: { retransmits: 5, outOfOrder: Number.NaN },
    };
    expect(pathOf(sent(false), failed)).toMatchObject({ retransmits: 5, outOfOrder: NaN });
  });

  it('is unknown where the client knows none', () => {
    expect(pathOf({ kind: 'sent', id, atNs: 100 }, HEAD, END)).toEqual({
      leastRoundTripNs: NaN,
      departedNs: NaN,
      retransmits: NaN,
      outOfOrder: NaN,
    });
  });
});
