import { describe, expect, test } from 'vitest';

import { noSteadyState } from '../../../../src/report/findings/server/no-steady-state.ts';
import { saturated } from '../../../../src/report/findings/server/saturated.ts';
import { serverQueueing } from '../../../../src/report/findings/server/server-queueing.ts';
import type { PhaseStreams } from '../../../../src/stream/phase-streams.ts';
import { builtBaseline, builtLoad } from '../../../stream/built/built-phases.ts';
import { PhaseBuilder } from '../../../stream/built/phase-builder.ts';
import { concluded } from '../../concluded.ts';
import { advice, adviceOn, severities } from '../advice.ts';

describe('server-queueing', () => {
  const alone = new PhaseBuilder('alone').stage('sequential', 0, 9000);
  for (let sentMs = 0; sentMs < 9000; sentMs += 100) {
    // A single slow one must not represent all.
    const firstMs = sentMs === 0 ? 90 : 20;
    alone.request({ purpose: 'sequential', sentMs, chunksMs: [sentMs + firstMs, sentMs + 95] });
  }
  const together = (firstMs: number): PhaseStreams => {
    const phase = new PhaseBuilder('load').stage('closed', 0, 9000);
    for (let sentMs = 0; sentMs < 8000; sentMs += 50) {
      const chunksMs = [sentMs + firstMs, sentMs + firstMs + 100];
      phase.request({ purpose: 'load', stage: 'closed', sentMs, chunksMs });
    }
    return phase.build(9000);
  };

  test('is a note on TTFT far above that of one user', () => {
    expect(adviceOn(serverQueueing, [alone.build(9000), together(400)])[0]).toMatch(
      /^load, closed: Requests queued in the server.*TTFT p95 400 ms, unloaded 20\.0 ms/u,
    );
  });

  test('is a warning where what the user set for latency is missed', () => {
    const severityWith = (criteria: Record<string, number>) =>
      concluded([alone.build(9000), together(400)], { criteria })
        .recommendations.filter(({ rule }) => rule === 'server-queueing')
        .map(({ severity }) => severity);
    expect(severityWith({})).toEqual(['note']);
    expect(severityWith({ p95TimeToFirstToken: 1000 })).toEqual(['note']);
    expect(severityWith({ p95TimeToFirstToken: 200 })).toEqual(['warning']);
  });

  test('takes the lowest concurrency for unloaded where no stage had one user', () => {
    const phase = new PhaseBuilder('load').stage('closed', 0, 5000);
    for (let sentMs = 0; sentMs < 4900; sentMs += 50) {
      phase.request({ purpose: 'load', sentMs, chunksMs: [sentMs + 30, sentMs + 80] });
    }
    phase.stage('closed-2', 5000, 9000);
    for (let sentMs = 5000; sentMs < 8500; sentMs += 10) {
      phase.request({ purpose: 'load', sentMs, chunksMs: [sentMs + 400, sentMs + 450] });
    }
    expect(adviceOn(serverQueueing, [phase.build(9500)])).toEqual([
      expect.stringMatching(/^load, closed-2: .*TTFT p95 400 ms, unloaded 30\.0 ms/u),
    ]);
  });

  test('reports nothing for a level of a sweep, which seeks the load that breaks', () => {
    const phase = new PhaseBuilder('load').stage('sweep/64', 0, 9000);
    for (let sentMs = 0; sentMs < 8000; sentMs += 50) {
      phase.request({ purpose: 'probe', sentMs, chunksMs: [sentMs + 400, sentMs + 500] });
    }
    expect(adviceOn(serverQueueing, [alone.build(9000), phase.build(9000)])).toEqual([]);
  });

  test('reports nothing when it is about the same, and for one user alone', () => {
    expect(adviceOn(serverQueueing, [alone.build(9000), together(60)])).toEqual([]);
    expect(adviceOn(serverQueueing, [alone.build(9000)])).toEqual([]);
  });
});

describe('saturated', () => {
  /** A request every 10 ms for a second, each completed this long after the one before. */
  const arriving = (serviceMs: number, failedOfTen = 0): PhaseBuilder => {
    const phase = new PhaseBuilder('p').stage('open', 0, 1000);
    for (let index = 0; index < 100; index += 1) {
      const sentMs = index * 10;
      const chunksMs = [Math.max(sentMs + 5, (index + 1) * serviceMs)];
      const outcome = index % 10 < failedOfTen ? 'error' : 'ok';
      phase.request({ purpose: 'load', stage: 'open', sentMs, chunksMs, outcome });
    }
    return phase;
  };

  test('reports nothing where requests failed, and the others were completed', () => {
    expect(advice(saturated, arriving(5, 6), {}, 3000)).toEqual([]);
    expect(advice(saturated, arriving(20, 2), {}, 3000)).toHaveLength(1);
  });

  test('reports that fewer were completed than were sent, with both rates', () => {
    expect(advice(saturated, arriving(20), {}, 3000)[0]).toContain(
      'request rate 100/s, completed 50/s',
    );
  });

  test('reports nothing for requests that are in flight at the end of a slow service', () => {
    const slow = new PhaseBuilder('p').stage('open', 0, 5000);
    for (let index = 0; index < 100; index += 1) {
      slow.request({
        purpose: 'load',
        stage: 'open',
        sentMs: index * 50,
        chunksMs: [index * 50 + 1500],
      });
    }
    expect(advice(saturated, slow, {}, 9000)).toEqual([]);
  });

  test('looks at the time of sending where a number of requests ends the stage', () => {
    const counted = (serviceMs: number): PhaseBuilder => {
      const load = {
        kind: 'open',
        ratePerSecond: 100,
        arrivals: 'constant',
        requests: 100,
      } as const;
      const phase = new PhaseBuilder('p').stage('open', 0, Math.max(1000, 100 * serviceMs), {
        load,
      });
      for (let index = 0; index < 100; index += 1) {
        const sentMs = index * 10;
        const chunksMs = [Math.max(sentMs + 5, (index + 1) * serviceMs)];
        phase.request({ purpose: 'load', sentMs, chunksMs });
      }
      return phase;
    };
    expect(advice(saturated, counted(20), {}, 3000)).toHaveLength(1);
    expect(advice(saturated, counted(5), {}, 3000)).toEqual([]);
  });

  test('reports nothing for a level of a sweep', () => {
    const probed = new PhaseBuilder('p').stage('sweep/100', 0, 1000);
    for (let index = 0; index < 100; index += 1) {
      probed.request({ purpose: 'probe', sentMs: index * 10, chunksMs: [(index + 1) * 20] });
    }
    expect(advice(saturated, probed, {}, 3000)).toEqual([]);
  });

  test('reports nothing when the server kept up, and without an open loop', () => {
    expect(advice(saturated, arriving(5), {}, 3000)).toEqual([]);
    expect(advice(saturated, builtLoad())).toEqual([]);
    expect(advice(saturated, builtBaseline())).toEqual([]);
  });
});

describe('no-steady-state', () => {
  /** One request after the other; each takes what the time of its sending says. */
  const load = (tookMs: (sentMs: number) => number): PhaseBuilder => {
    const phase = new PhaseBuilder('load').stage('open', 0, 5000);
    for (let sentMs = 0; sentMs < 4900; sentMs += 25) {
      phase.request({
        purpose: 'load',
        stage: 'open',
        sentMs,
        chunksMs: [sentMs + tookMs(sentMs)],
      });
    }
    return phase;
  };

  test('is a warning on a queue that grows', () => {
    expect(
      advice(
        noSteadyState,
        load((ms) => 20 + ms / 3),
      ),
    ).toEqual([expect.stringContaining('load, open: No steady state')]);
    expect(
      severities(
        noSteadyState,
        load((ms) => 20 + ms / 3),
      ),
    ).toEqual(['warning']);
  });

  test('is a warning on a load that warms up, and names that', () => {
    const warming = load((ms) => 20 + (4900 - ms) / 25);
    expect(severities(noSteadyState, warming)).toEqual(['warning']);
    expect(advice(noSteadyState, warming)[0]).toContain('warm up first');
    expect(advice(noSteadyState, warming)[0]).not.toContain('queue');
  });

  test('is a note on latency that only varies', () => {
    const varying = load((ms) => (Math.floor(ms / 500) % 2 === 0 ? 20 : 35));
    expect(severities(noSteadyState, varying)).toEqual(['note']);
  });

  test('reports nothing for a load in steady state, and for too few requests', () => {
    expect(
      advice(
        noSteadyState,
        load((ms) => (ms < 1000 ? 60 : 20)),
      ),
    ).toEqual([]);
    const short = new PhaseBuilder('load')
      .stage('open', 0, 100)
      .request({ purpose: 'load', stage: 'open', sentMs: 0, chunksMs: [50] });
    expect(advice(noSteadyState, short)).toEqual([]);
  });
});
