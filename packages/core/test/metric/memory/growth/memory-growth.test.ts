import { describe, expect, test } from 'vitest';
import { measure } from '../../../../src/metric/measure/measure.ts';
import { memoryGrowthPerKilotoken } from '../../../../src/metric/memory/growth/memory-growth-per-kilotoken.ts';
import { memoryGrowthPerRequest } from '../../../../src/metric/memory/growth/memory-growth-per-request.ts';
import { streamsOfStages } from '../../../../src/metric/measure/stage-streams.ts';
import { MIB, PhaseBuilder } from '../../../stream/built/phase-builder.ts';

/** One request each 10 ms, 24 tokens in and 1 out, with memory as a function of time. */
function phaseWith(rssBytes: (ms: number) => number, requests = 60): PhaseBuilder {
  const phase = new PhaseBuilder('p')
    .memory({ fromMs: 0, toMs: requests * 10 + 10, rssBytes })
    .stage('sequential', 0, requests * 10 + 10);
  for (let index = 0; index < requests; index += 1) {
    phase.request({ purpose: 'sequential', sentMs: index * 10, chunksMs: [index * 10 + 8.5] });
  }
  return phase;
}

/** Four concurrent requests over six seconds; each takes as long as the time of its sending says. */
function closedLoop(tookMs: (sentMs: number) => number): PhaseBuilder {
  const phase = new PhaseBuilder('load').stage('closed', 0, 6000);
  for (let slot = 0; slot < 4; slot += 1) {
    let sentMs = slot * 3;
    while (sentMs + tookMs(sentMs) < 6000) {
      const endMs = sentMs + tookMs(sentMs);
      phase.request({ purpose: 'load', stage: 'closed', sentMs, chunksMs: [sentMs + 5, endMs] });
      sentMs = endMs;
    }
  }
  return phase;
}

const jitter = (ms: number): number => ((ms * 7919) % 13) * 4096;

describe('memoryGrowthPerRequest', () => {
  test('finds a leak of 64 KiB a request through noise, with an interval that excludes zero', () => {
    const leaking = phaseWith((ms) => 100 * MIB + Math.floor(ms / 10) * 65_536 + jitter(ms));
    const growth = measure(memoryGrowthPerRequest, leaking.build(620));
    expect(growth.avg / 65_536).toBeCloseTo(1, 1);
    expect(growth.interval?.low).toBeGreaterThan(60_000);
    expect(growth.interval?.high).toBeLessThan(70_000);
  });

  test('has an interval that includes zero where there is only noise', () => {
    const steady = phaseWith((ms) => 100 * MIB + jitter(ms));
    expect(measure(memoryGrowthPerRequest, steady.build(620)).interval?.low).toBeLessThanOrEqual(0);
  });

  test('does not count a step between two windows as growth', () => {
    const phase = new PhaseBuilder('p').memory({
      fromMs: 0,
      toMs: 700,
      rssBytes: (ms) => (ms < 320 ? 100 : 300) * MIB,
    });
    for (const fromMs of [0, 350]) {
      phase.stage('sequential', fromMs, fromMs + 300);
      for (let sentMs = fromMs; sentMs < fromMs + 290; sentMs += 10) {
        phase.request({ purpose: 'sequential', sentMs, chunksMs: [sentMs + 8] });
      }
    }
    const growth = measure(memoryGrowthPerRequest, phase.build(700));
    expect(growth).toMatchObject({ avg: 0, interval: { low: 0, high: 0 } });
  });

  test('counts the warm-up within the window, which the server grew by', () => {
    const leaking = phaseWith((ms) => 100 * MIB + Math.floor(ms / 10) * 65_536);
    for (let sentMs = 0; sentMs < 600; sentMs += 10) {
      leaking.request({ purpose: 'warm-up', sentMs, chunksMs: [sentMs + 8.4] });
    }
    const growth = measure(memoryGrowthPerRequest, leaking.build(620));
    expect(growth.avg / 32_768).toBeCloseTo(1, 1);
    expect(growth.note).toContain('over 120 requests');
  });

  test('leaves the levels of a sweep out, in which servers are made to grow', () => {
    const phase = phaseWith((ms) => 100 * MIB + (ms < 610 ? 0 : (ms - 610) * 65_536), 120);
    const swept = new PhaseBuilder('load')
      .memory({
        fromMs: 0,
        toMs: 1210,
        rssBytes: (ms) => 100 * MIB + (ms < 610 ? 0 : (ms - 610) * 65_536),
      })
      .stage('closed', 0, 605);
    for (let sentMs = 0; sentMs < 600; sentMs += 10) {
      swept.request({ purpose: 'load', sentMs, chunksMs: [sentMs + 5] });
    }
    swept.stage('sweep/100', 610, 1210);
    for (let sentMs = 610; sentMs < 1200; sentMs += 10) {
      swept.request({ purpose: 'probe', sentMs, chunksMs: [sentMs + 5] });
    }
    expect(measure(memoryGrowthPerRequest, swept.build(1210))).toMatchObject({ avg: 0 });
    expect(measure(memoryGrowthPerRequest, phase.build(1210)).avg).toBeGreaterThan(0);
    const [, level] = streamsOfStages(swept.build(1210));
    if (level === undefined) throw new Error('there is no level');
    expect(measure(memoryGrowthPerRequest, level).avg / 655_360).toBeCloseTo(1, 1);
  });

  test('is growth over the later half where memory grew at another rate before', () => {
    const filling = closedLoop(() => 40)
      .memory({ fromMs: 0, toMs: 6000, rssBytes: (ms) => 100 * MIB + Math.min(ms, 2500) * 65_536 })
      .build(6000);
    const growth = measure(memoryGrowthPerRequest, filling);
    expect(growth).toMatchObject({ avg: 0, interval: { low: 0, high: 0 } });
    expect(growth.note).toMatch(/over the later half of the work of \d+ requests/u);
  });

  test('is growth over all requests where both halves grow alike', () => {
    const leaking = closedLoop(() => 40)
      .memory({ fromMs: 0, toMs: 6000, rssBytes: (ms) => 100 * MIB + ms * 8192 + jitter(ms) })
      .build(6000);
    const growth = measure(memoryGrowthPerRequest, leaking);
    expect(growth.avg).toBeGreaterThan(0);
    expect(growth.note).toMatch(/^over \d+ requests/u);
  });

  test('is unmeasured with fewer than ten requests in a window', () => {
    const growth = measure(memoryGrowthPerRequest, phaseWith(() => 100 * MIB, 9).build(200));
    expect(growth.avg).toBeNaN();
    expect(growth.reason).toContain('10 successful requests');
  });
});

describe('memoryGrowthPerKilotoken', () => {
  test('is growth for a thousand tokens, read and generated', () => {
    const leaking = phaseWith((ms) => 100 * MIB + Math.floor(ms / 10) * 25_000);
    expect(measure(memoryGrowthPerKilotoken, leaking.build(620)).avg).toBeCloseTo(1e6, 0);
  });

  test('is unmeasured when the server does not report token counts', () => {
    const phase = phaseWith(() => 100 * MIB)
      .request({ purpose: 'sequential', sentMs: 601, chunksMs: [605], inputTokens: NaN })
      .build(620);
    expect(measure(memoryGrowthPerKilotoken, phase).reason).toContain('token counts');
    expect(measure(memoryGrowthPerRequest, phase).avg).toBe(0);
  });
});
