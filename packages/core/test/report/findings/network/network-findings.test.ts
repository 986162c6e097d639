import { describe, expect, test } from 'vitest';
import { networkShare } from '../../../../src/report/findings/network/network-share.ts';
import { packetLoss } from '../../../../src/report/findings/network/packet-loss.ts';
import type { RequestRow } from '../../../../src/stream/rows/request-row.ts';
import { PhaseBuilder, stampNs } from '../../../stream/built/phase-builder.ts';
import { advice, severities } from '../advice.ts';

const MS = 1e6;

/** A hundred requests with a TTFT of 100 ms each, over a path of 20 ms that some of them found different. */
function load(
  given: (sentMs: number) => Partial<RequestRow>,
  { of = 100 }: { of?: number } = {},
): PhaseBuilder {
  const phase = new PhaseBuilder('load').stage('closed', 0, 11_000);
  for (let index = 0; index < 100; index += 1) {
    const sentMs = index * 100;
    phase.request({
      purpose: 'load',
      sentMs,
      endMs: sentMs + 140,
      chunksMs: [sentMs + 100, sentMs + 140],
      leastRoundTripNs: 20 * MS,
      departedNs: stampNs(sentMs),
      retransmits: 0,
      outOfOrder: 0,
      ...(index < of ? given(sentMs) : {}),
    });
  }
  return phase;
}

describe('network-share', () => {
  test('reports the part of TTFT that a far server takes', () => {
    expect(
      advice(
        networkShare,
        load(() => ({})),
      ),
    ).toEqual([
      expect.stringMatching(
        /^load, closed: A large part of TTFT is network \(network time 20\.0 ms, TTFT share 20\.0%, least round trip p50 20\.0 ms\)\. Judge/u,
      ),
    ]);
    expect(
      severities(
        networkShare,
        load(() => ({})),
      ),
    ).toEqual(['note']);
  });

  test('reports how many round trips long prompts take', () => {
    const long = load((sentMs) => ({ departedNs: stampNs(sentMs + 40) }));
    expect(advice(networkShare, long)).toEqual([
      expect.stringMatching(
        /prompts take several round trips to arrive \(network time 60\.0 ms, TTFT share 60\.0%, .*, round trips per prompt p50 3\.0\)\. .*initcwnd/u,
      ),
    ]);
  });

  test('reports nothing on a short way, a small share, and an unknown path', () => {
    const short = load((sentMs) => ({
      leastRoundTripNs: 0.9 * MS,
      firstTokenNs: stampNs(sentMs + 2),
    }));
    expect(advice(networkShare, short)).toEqual([]);
    expect(
      advice(
        networkShare,
        load(() => ({ leastRoundTripNs: 9 * MS })),
      ),
    ).toEqual([]);
    expect(
      advice(
        networkShare,
        load(() => ({ leastRoundTripNs: Number.NaN })),
      ),
    ).toEqual([]);
  });
});

describe('packet-loss', () => {
  test('reports segments that were sent again, failed requests included', () => {
    const lossy = load(() => ({ retransmits: 2, outOfOrder: 1 }), { of: 5 });
    expect(advice(packetLoss, lossy)).toEqual([
      expect.stringMatching(
        /The network to the server loses packets \(requests affected 5, of 100, segments sent again 10, segments received out of order 5\)/u,
      ),
    ]);
    expect(severities(packetLoss, lossy)).toEqual(['warning']);
    const failed = load(() => ({ retransmits: 9, outOfOrder: Number.NaN, outcome: 'timeout' }), {
      of: 2,
    });
    expect(advice(packetLoss, failed)).toEqual([
      expect.stringMatching(/requests affected 2, of 100, segments sent again 18/u),
    ]);
  });

  test('distinguishes what only arrived out of order', () => {
    expect(
      advice(
        packetLoss,
        load(() => ({ outOfOrder: 1 }), { of: 3 }),
      ),
    ).toEqual([
      expect.stringMatching(/The network from the server loses packets or changes their order/u),
    ]);
  });

  test('reports nothing on a path without losses, with hardly any, and on an unknown one', () => {
    expect(
      advice(
        packetLoss,
        load(() => ({})),
      ),
    ).toEqual([]);
    const hardly = load(() => ({ retransmits: 1 }), { of: 1 });
    expect(advice(packetLoss, hardly)).toHaveLength(1);
    for (let index = 0; index < 20; index += 1) {
      const sentMs = 10_000 + index;
      hardly.request({ purpose: 'load', sentMs, chunksMs: [sentMs + 9], retransmits: 0 });
    }
    expect(advice(packetLoss, hardly)).toEqual([]);
    expect(
      advice(
        packetLoss,
        load(() => ({ retransmits: Number.NaN })),
      ),
    ).toEqual([]);
  });
});
