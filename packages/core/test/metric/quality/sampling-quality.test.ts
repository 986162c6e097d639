import { expect, test } from 'vitest';
import { samplingQuality } from '../../../src/metric/quality/sampling-quality.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';
import { quietSampling } from '../../stream/built/quiet-sampling.ts';

const peak = { rssBytes: 1, atMs: 1 };

test('is absent when nothing was sampled, and the only part when there is one', () => {
  expect(samplingQuality(new PhaseBuilder('p').build(9))).toBeUndefined();
  expect(samplingQuality(new PhaseBuilder('p').account(9, peak).build(9))).toEqual(quietSampling());
});

test('of several parts has a timer as source when one of them has, with the reason', () => {
  const sourceReason = 'no binary loads';
  const phase = new PhaseBuilder('p')
    .account(5, peak)
    .account(9, peak, { source: 'javascript', sourceReason });
  expect(samplingQuality(phase.build(9))).toMatchObject({ source: 'javascript', sourceReason });
  const native = new PhaseBuilder('p').account(5, peak).account(9, peak);
  expect(samplingQuality(native.build(9))).not.toHaveProperty('sourceReason');
});

test('of several parts sums counts, weighs rates by time, and takes the worst lateness', () => {
  const phase = new PhaseBuilder('p')
    .account(5, peak, { sampleCount: 3000, tickCount: 3000, achievedHz: 1000, missedTicks: 1 })
    .account(9, peak, {
      sampleCount: 500,
      tickCount: 500,
      achievedHz: 500,
      missedTicks: 500,
      latenessUs: { p50: 10, p99: 5000, max: 9000 },
    });
  expect(samplingQuality(phase.build(9))).toMatchObject({
    sampleCount: 3500,
    missedTicks: 501,
    achievedHz: 875,
    latenessUs: { p50: 50, p99: 5000, max: 9000 },
  });
});
