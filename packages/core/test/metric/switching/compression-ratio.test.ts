import { expect, test } from 'vitest';
import { compressionRatio } from '../../../src/metric/switching/compression-ratio.ts';
import { measure } from '../../../src/metric/measure/measure.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';

function overLong(offeredTokens: number, residentTokens: number): PhaseBuilder {
  return new PhaseBuilder('p').request({
    purpose: 'over-long',
    sentMs: 0,
    chunksMs: [10],
    offeredTokens,
    residentTokens,
  });
}

test('is the share of the offered tokens that the target dropped', () => {
  expect(measure(compressionRatio, overLong(800, 600).build(10)).avg).toBe(0.25);
});

test('is zero when all fits', () => {
  expect(measure(compressionRatio, overLong(800, 800).build(10)).avg).toBe(0);
});

test('rejects a target that reports more tokens kept than offered', () => {
  const measured = measure(compressionRatio, overLong(800, 900).build(10));
  expect(measured.avg).toBeNaN();
  expect(measured.reason).toContain('more tokens kept than offered');
});

test('is unmeasured where the server rejects prompts that do not fit, with that reason', () => {
  const refused = new PhaseBuilder('p').request({
    purpose: 'over-long',
    sentMs: 0,
    endMs: 2,
    outcome: 'refused',
    errorKind: 'http-4xx',
  });
  expect(measure(compressionRatio, refused.build(10))).toMatchObject({
    avg: NaN,
    reason: 'the server rejects prompts that do not fit',
  });
});

test('is unmeasured when the target does not report it, or no such request succeeded', () => {
  expect(measure(compressionRatio, overLong(800, NaN).build(10)).reason).toContain(
    'does not report',
  );
  const none = new PhaseBuilder('p').request({ purpose: 'sequential', sentMs: 0, chunksMs: [1] });
  expect(measure(compressionRatio, none.build(10)).reason).toContain('no over-long request');
});
