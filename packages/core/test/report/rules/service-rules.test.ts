import { describe, expect, test } from 'vitest';
import { arrivalsOutranHost } from '../../../src/report/rules/arrivals-outran-host.ts';
import { cacheDistorts } from '../../../src/report/rules/cache-distorts.ts';
import { connectionsDuringClock } from '../../../src/report/rules/connections-during-clock.ts';
import { hostQueueing } from '../../../src/report/rules/host-queueing.ts';
import { serviceBound } from '../../../src/report/rules/service-bound.ts';
import { sweepKnee } from '../../../src/report/rules/sweep-knee.ts';
import { tokensByChunks } from '../../../src/report/rules/tokens-by-chunks.ts';
import type { PhaseStreams } from '../../../src/stream/phase-streams.ts';
import { builtBaseline, builtLoad } from '../../stream/built-phases.ts';
import { clientAccount } from '../../stream/client-values.ts';
import { PhaseBuilder, stampNs } from '../../stream/phase-builder.ts';
import { advice, adviceOn } from './advice.ts';

describe('host-queueing', () => {
  const alone = new PhaseBuilder('alone').window('sequential', 0, 9000);
  for (let sentMs = 0; sentMs < 9000; sentMs += 100) {
    // A single slow one must not stand for all.
    const firstMs = sentMs === 0 ? 90 : 20;
    alone.request({ purpose: 'sequential', sentMs, chunksMs: [sentMs + firstMs, sentMs + 95] });
  }
  const together = (firstMs: number): PhaseStreams => {
    const phase = new PhaseBuilder('load').window('closed-loop', 0, 9000);
    for (let sentMs = 0; sentMs < 8000; sentMs += 50) {
      const chunksMs = [sentMs + firstMs, sentMs + firstMs + 100];
      phase.request({ purpose: 'closed-loop', sentMs, chunksMs });
    }
    return phase.build(9000);
  };

  test('speaks of first tokens that came far later than for one user', () => {
    expect(adviceOn(hostQueueing, [alone.build(9000), together(400)])[0]).toMatch(
      /^load: Requests queued in the host.*first token p95 400 ms, unloaded 20\.0 ms/u,
    );
  });

  test('is silent when they came about as soon, and for one user alone', () => {
    expect(adviceOn(hostQueueing, [alone.build(9000), together(60)])).toEqual([]);
    expect(adviceOn(hostQueueing, [alone.build(9000)])).toEqual([]);
  });
});

describe('arrivals-outran-host', () => {
  /** A request every 10 ms for a second, each answered this long after the one before. */
  const arriving = (serviceMs: number, failedOfTen = 0): PhaseBuilder => {
    const phase = new PhaseBuilder('p').window('open-loop', 0, 1000);
    for (let index = 0; index < 100; index += 1) {
      const sentMs = index * 10;
      const chunksMs = [Math.max(sentMs + 5, (index + 1) * serviceMs)];
      const outcome = index % 10 < failedOfTen ? 'error' : 'ok';
      phase.request({ purpose: 'open-loop', sentMs, chunksMs, outcome });
    }
    return phase;
  };

  test('says nothing of a plateau where requests failed, and the others were answered', () => {
    expect(advice(arrivalsOutranHost, arriving(5, 6), {}, 3000)).toEqual([]);
    expect(advice(arrivalsOutranHost, arriving(20, 2), {}, 3000)).toHaveLength(1);
  });

  test('speaks when fewer were answered than arrived, with both rates', () => {
    expect(advice(arrivalsOutranHost, arriving(20), {}, 3000)[0]).toContain(
      'arrivals 100/s, answers 50/s',
    );
  });

  test('is silent when the host kept up, and without an open loop', () => {
    expect(advice(arrivalsOutranHost, arriving(5), {}, 3000)).toEqual([]);
    expect(advice(arrivalsOutranHost, builtLoad())).toEqual([]);
    expect(advice(arrivalsOutranHost, builtBaseline())).toEqual([]);
  });
});

describe('service-bound', () => {
  /** Answers of a second with the first token after a share of it. */
  const answers = (firstMs: number, wholeMs = 1000): PhaseBuilder => {
    const phase = new PhaseBuilder('p').window('sequential', 0, 30_000);
    for (let index = 0; index < 25; index += 1) {
      const sentMs = index * 1000;
      const chunksMs = [sentMs + firstMs, sentMs + wholeMs];
      phase.request({ purpose: 'sequential', sentMs, chunksMs });
    }
    return phase;
  };

  test('tells the prompt from decoding', () => {
    expect(advice(serviceBound, answers(900), {}, 30_000)[0]).toMatch(
      /bound by the prompt.*until the first token 90\.0 %/u,
    );
    expect(advice(serviceBound, answers(100), {}, 30_000)[0]).toContain('bound by decoding');
  });

  test('is silent when neither rules, and on answers that nobody waits for', () => {
    expect(advice(serviceBound, answers(500), {}, 30_000)).toEqual([]);
    expect(advice(serviceBound, answers(90, 100), {}, 30_000)).toEqual([]);
    expect(advice(serviceBound, builtBaseline())).toEqual([]);
  });
});

describe('connections-during-clock', () => {
  const opening = (connectionsOpenedDuring: number, freshConnections = 0): PhaseBuilder =>
    builtBaseline().event(4800, (place) => ({
      kind: 'client-account',
      ...place,
      window: 'sequential',
      account: { ...clientAccount, connectionsOpenedDuring, freshConnections },
    }));

  test('speaks of handshakes in the times, with how many', () => {
    expect(advice(connectionsDuringClock, opening(40))[0]).toContain('opened 40, requests 100');
  });

  test('is silent on connections that the server makes necessary', () => {
    expect(advice(connectionsDuringClock, opening(40, 38))).toEqual([]);
  });

  test('is silent on a few, and where no client of ours was on a network', () => {
    expect(advice(connectionsDuringClock, opening(2))).toEqual([]);
    expect(advice(connectionsDuringClock, builtBaseline())).toEqual([]);
  });
});

describe('cache-distorts', () => {
  const cached = (cachedTokens: number): PhaseBuilder =>
    new PhaseBuilder('p')
      .window('sequential', 0, 100)
      .request({ purpose: 'sequential', sentMs: 0, chunksMs: [9], inputTokens: 24, cachedTokens });

  test('speaks of prompts that a cache served in part', () => {
    expect(advice(cacheDistorts, cached(12))[0]).toContain('of the prompt tokens 50.0 %');
  });

  test('is silent when it served next to none, and when nobody tells', () => {
    expect(advice(cacheDistorts, cached(1))).toEqual([]);
    expect(advice(cacheDistorts, cached(Number.NaN))).toEqual([]);
  });
});

describe('tokens-by-chunks', () => {
  const counted = (tokenCountSource: 'chunks' | 'usage'): PhaseBuilder =>
    new PhaseBuilder('p')
      .request({ purpose: 'sequential', sentMs: 0, chunksMs: [9], tokenCountSource })
      .request({ purpose: 'sequential', sentMs: 20, chunksMs: [29] });

  test('speaks of tokens that were counted by events', () => {
    expect(advice(tokensByChunks, counted('chunks'))[0]).toContain('of the requests 50.0 %');
  });

  test('is silent when the host told', () => {
    expect(advice(tokensByChunks, counted('usage'))).toEqual([]);
  });
});

describe('sweep-knee', () => {
  /** A second at each level, with as many requests; each takes this long. */
  const swept = (
    levels: readonly (readonly [level: number, tookMs: number, asked?: number])[],
  ): PhaseBuilder => {
    const phase = new PhaseBuilder('load').event(0, (place) => ({
      kind: 'objectives-set',
      ...place,
      objectives: { responseLatency: 100 },
    }));
    for (const [index, [level, tookMs, asked]] of levels.entries()) {
      const fromMs = index * 2000;
      for (let request = 0; request < level; request += 1) {
        const sentMs = fromMs + (request * 1000) / level;
        phase.request({ purpose: 'sweep', sentMs, chunksMs: [sentMs + tookMs] });
      }
      phase.event(fromMs + 1500, (place) => ({
        kind: 'sweep-step',
        ...place,
        variable: 'rate',
        level: asked ?? level,
        beganNs: stampNs(fromMs),
        endedNs: stampNs(fromMs + 1000),
        neededAttainment: 0.9,
      }));
    }
    return phase;
  };
  const said = (...levels: (readonly [number, number, number?])[]): string | undefined =>
    advice(sweepKnee, swept(levels), {}, 9000)[0];

  test('tells the highest load that met its objectives, and where throughput levelled off', () => {
    // Of 80 that take 500 ms each, 40 are answered within the second.
    expect(said([20, 10], [40, 20], [80, 500])).toMatch(
      /highest that met them 40\/s, lowest that did not 80\/s, .*levelled off at 40\/s\)\. .*waiting/u,
    );
  });

  test('takes the arrivals for the load, and not the rate that was asked for', () => {
    // All of both levels are answered: fewer came to the first than were asked for.
    expect(said([20, 10, 40], [44, 200, 41])).toContain('still rose');
    expect(said([20, 10, 20], [20, 200, 41])).toContain('still rose');
  });

  test('tells when it is latency that gave way, and throughput still rose', () => {
    expect(said([20, 10], [40, 200])).toMatch(/highest that met them 20\/s.*still rose/u);
  });

  test('tells when no level met them, or every one did', () => {
    expect(said([20, 200], [40, 200])).toMatch(/No level .*lowest tried 20\/s/u);
    expect(said([20, 10], [40, 10])).toMatch(/limit of the host was not found.*tried 40\/s/u);
  });

  test('is silent where nothing was swept', () => {
    expect(advice(sweepKnee, builtLoad())).toEqual([]);
  });
});
