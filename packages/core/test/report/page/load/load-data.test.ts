import { describe, expect, test } from 'vitest';
import { unpackNumbers } from '../../../../page/src/data/unpack-numbers.ts';
import { loadData } from '../../../../src/report/page/load/load-data.ts';
import { builtLoad } from '../../../stream/built/built-phases.ts';
import { PhaseBuilder, runOf } from '../../../stream/built/phase-builder.ts';

function sumOf(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) if (!Number.isNaN(value)) sum += value;
  return sum;
}

describe('loadData', () => {
  const phase = builtLoad().build(5500);
  const load = loadData(runOf([phase]));
  const service = phase.requests.filter(({ purpose }) => purpose === 'load');

  test('counts every request and token once', () => {
    const seconds = (load?.stepMs ?? 0) / 1000;
    expect(sumOf(unpackNumbers(load?.requestsPerSecond ?? never())) * seconds).toBeCloseTo(
      service.length,
      3,
    );
    const tokens = sumOf(service.map(({ outputTokens }) => outputTokens));
    expect(sumOf(unpackNumbers(load?.tokensPerSecond ?? never())) * seconds).toBeCloseTo(tokens, 1);
  });

  test('averages concurrency so that it adds up to the service times', () => {
    const busyMs = sumOf(service.map(({ sentNs, endNs }) => (endNs - sentNs) / 1e6));
    const averages = unpackNumbers(load?.concurrency ?? never());
    const found = sumOf(averages) * (load?.stepMs ?? 0);
    expect(Math.abs(found - busyMs) / busyMs).toBeLessThan(0.02);
    expect(Math.max(...unpackNumbers(load?.concurrencyMax ?? never()))).toBe(4);
  });

  test('reports the longest gap exactly and the median to within 1%', () => {
    expect(Math.max(...finite(unpackNumbers(load?.gapMaxMs ?? never())))).toBeCloseTo(2, 3);
    for (const gapMs of finite(unpackNumbers(load?.gapMedianMs ?? never()))) {
      expect(Math.abs(gapMs - 2)).toBeLessThanOrEqual(0.02);
    }
  });

  test('returns null without a measured request or the warm-up of a stage', () => {
    const warm = new PhaseBuilder('load').request({ purpose: 'warm-up', sentMs: 0, chunksMs: [1] });
    expect(loadData(runOf([warm.build(10)]))).toBeNull();
  });

  test('counts the warm-up of a stage, because it is load on the server', () => {
    const warm = new PhaseBuilder('load')
      .stage('closed', 5, 10)
      .request({ purpose: 'warm-up', sentMs: 0, chunksMs: [1] });
    const found = loadData(runOf([warm.build(10)]));
    expect(sumOf(unpackNumbers(found?.requestsPerSecond ?? never()))).toBeGreaterThan(0);
  });

  test('omits the line of tokens if one response has no count, and reports why', () => {
    const phases = new PhaseBuilder('load').request({
      purpose: 'sequential',
      sentMs: 0,
      chunksMs: [1],
      outputTokens: Number.NaN,
    });
    const found = loadData(runOf([phases.build(10)]));
    expect(found?.tokensPerSecond).toBeNull();
    expect(found?.tokensReason).toMatch(/token counts/u);
  });

  test('counts the tokens of a request canceled on purpose, which is neither failed nor successful', () => {
    const phases = new PhaseBuilder('load').stage('closed', 0, 20).request({
      purpose: 'load',
      sentMs: 0,
      chunksMs: [1, 2],
      endMs: 5,
      outcome: 'abandoned',
    });
    const found = loadData(runOf([phases.build(30)]));
    expect(sumOf(unpackNumbers(found?.tokensPerSecond ?? never()))).toBeGreaterThan(0);
    expect(sumOf(unpackNumbers(found?.requestsPerSecond ?? never()))).toBe(0);
    expect(sumOf(unpackNumbers(found?.failuresPerSecond ?? never()))).toBe(0);
    expect(finite(unpackNumbers(found?.gapMaxMs ?? never()))).toHaveLength(0);
  });

  test('counts a failed request, and one that never ended, as in flight and not as successful', () => {
    const phases = new PhaseBuilder('load')
      .request({ purpose: 'sequential', sentMs: 0, endMs: 5 })
      .request({ purpose: 'sequential', sentMs: 10 });
    const found = loadData(runOf([phases.build(30)]));
    expect(sumOf(unpackNumbers(found?.requestsPerSecond ?? never()))).toBe(0);
    expect(sumOf(unpackNumbers(found?.failuresPerSecond ?? never()))).toBeGreaterThan(0);
    expect(unpackNumbers(found?.concurrencyMax ?? never()).at(-1)).toBe(1);
  });
});

function finite(values: Float64Array): Float64Array {
  return values.filter((value) => Number.isFinite(value));
}

function never(): never {
  throw new Error('The load of this run has no such line.');
}
