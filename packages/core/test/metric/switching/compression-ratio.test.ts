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

test('is the share of the offered tokens that the engine did not keep', () => {
  expect(measure(compressionRatio, overLong(800, 600).build(10)).avg).toBe(0.25);
});

test('is zero when all fits', () => {
  expect(measure(compressionRatio, overLong(800, 800).build(10)).avg).toBe(0);
});

test('refuses a host that claims to hold more than it was offered', () => {
  const measured = measure(compressionRatio, overLong(800, 900).build(10));
  expect(measured.avg).toBeNaN();
  expect(measured.reason).toContain('more tokens than it was offered');
});

test('is unmeasured where the server refuses what does not fit, with that reason', () => {
  const refused = new PhaseBuilder('p').request({
    purpose: 'over-long',
    sentMs: 0,
    endMs: 2,
    outcome: 'refused',
    errorKind: 'http-4xx',
  });
  expect(measure(compressionRatio, refused.build(10))).toMatchObject({
    avg: NaN,
    reason: 'the server refuses prompts that do not fit',
  });
});

test('is unmeasured when the host does not tell, or no such request was answered', () => {
  expect(measure(compressionRatio, overLong(800, NaN).build(10)).reason).toContain('does not tell');
  const none = new PhaseBuilder('p').request({ purpose: 'sequential', sentMs: 0, chunksMs: [1] });
  expect(measure(compressionRatio, none.build(10)).reason).toContain('no over-long request');
});
