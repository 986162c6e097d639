import { describe, expect, it } from 'vitest';
import { measure } from '../../../src/metric/measure/measure.ts';
import type { Measurement } from '../../../src/metric/measure/measurement.ts';
import { metricNamed } from '../../../src/metric/registry.ts';
import type { RequestRow } from '../../../src/stream/rows/request-row.ts';
import { PhaseBuilder, stampNs } from '../../stream/built/phase-builder.ts';

const MS = 1e6;

/** Requests a second apart, each with its first token 100 ms after its send, over a path of 20 ms. */
function measured(name: string, ...given: readonly Partial<RequestRow>[]): Measurement {
  const builder = new PhaseBuilder('load');
  for (const [index, row] of given.entries()) {
    const sentMs = 1000 * index;
    builder.request({
      purpose: 'load',
      stage: 'closed',
      sentMs,
      endMs: sentMs + 140,
      chunksMs: [sentMs + 100, sentMs + 140],
      leastRoundTripNs: 20 * MS,
      departedNs: stampNs(sentMs),
      retransmits: 0,
      outOfOrder: 0,
      ...row,
    });
  }
  const endMs = 1000 * given.length;
  return measure(metricNamed(name), builder.stage('closed', 0, endMs).build(endMs));
}

function isShown(name: string, measurement: Measurement): boolean {
  return metricNamed(name).isShownWhen?.(measurement) === true;
}

describe('network time', () => {
  it('is the least round trip of a request that leaves immediately, and the rest of TTFT is the server', () => {
    expect(measured('networkTime', {}, {})).toMatchObject({ count: 2, min: 20, max: 20 });
    expect(measured('timeToFirstTokenWithoutNetwork', {}, {})).toMatchObject({ min: 80, max: 80 });
  });

  it('includes the time until the last byte of a long request has left', () => {
    const long = { departedNs: stampNs(40) };
    expect(measured('networkTime', long)).toMatchObject({ count: 1, avg: 60 });
    expect(measured('timeToFirstTokenWithoutNetwork', long)).toMatchObject({ count: 1, avg: 40 });
  });

  it('is never more than TTFT', () => {
    const far = { leastRoundTripNs: 120 * MS };
    expect(measured('networkTime', far)).toMatchObject({ avg: 100 });
    expect(measured('timeToFirstTokenWithoutNetwork', far)).toMatchObject({ avg: 0 });
  });

  it.each([
    ['sent again', { retransmits: 1 }],
    ['received out of order', { outOfOrder: 2 }],
    ['resent', { resends: 1 }],
    ['with an unknown departure', { departedNs: Number.NaN }],
    ['over an unknown path', { leastRoundTripNs: Number.NaN }],
  ])('excludes a request %s, and says how many are known', (_, row) => {
    const { count, note } = measured('networkTime', {}, row);
    expect(count).toBe(1);
    expect(note).toBe('network 20.0 ms on average, 20.0% of TTFT, known for 1 of 2 requests');
  });

  it.each([
    [
      /round trips only of TCP connections/u,
      { leastRoundTripNs: Number.NaN, departedNs: Number.NaN },
    ],
    [/lost packets of every request/u, { retransmits: 1 }],
    [/no time at which long requests had left/u, { departedNs: Number.NaN }],
    [/none of 1 requests succeeded/u, { outcome: 'error' }],
  ] as const)('is absent with the reason %s', (reason, row) => {
    for (const name of ['networkTime', 'timeToFirstTokenWithoutNetwork']) {
      const measurement = measured(name, row);
      expect(measurement).toMatchObject({ count: 0, avg: Number.NaN });
      expect(measurement.reason).toMatch(reason);
    }
  });

  it.each([
    ['of 1 ms', 1, true],
    ['shorter than that and a small share of TTFT', 0.9, false],
    ['of loopback', 0.02, false],
  ])('has a row in reports for a round trip %s: %d ms', (_, ms, expected) => {
    for (const name of ['networkTime', 'timeToFirstTokenWithoutNetwork']) {
      expect(isShown(name, measured(name, { leastRoundTripNs: ms * MS }))).toBe(expected);
    }
  });

  it('has a row for a short round trip that is a good share of TTFT', () => {
    const quick = { leastRoundTripNs: 0.2 * MS, firstTokenNs: stampNs(2) };
    expect(isShown('networkTime', measured('networkTime', quick))).toBe(true);
  });
});
