import { expect, it } from 'vitest';
import { requireOneClock } from '../../src/collector/one-clock.ts';
import { openSampler } from '../../src/collector/open-sampler.ts';
import { ProcessSampler } from '../../src/collector/process-sampler.ts';
import { NativeUnavailableError } from '../../src/collector/sampling-error.ts';
import { nowNs, runtimeWithOwnClock } from '../../src/stream/clock.ts';

it('Node and native threads share a clock, within the time of one sample', () => {
  expect(runtimeWithOwnClock()).toBeUndefined();
  expect(requireOneClock).not.toThrow();
  const sampler = new ProcessSampler({ pid: process.pid, hz: 100, onSamples: () => {} });
  const beforeNs = nowNs();
  sampler.start();
  sampler.stop();
  const { firstAtNs } = sampler.figures();
  expect(firstAtNs).toBeGreaterThanOrEqual(beforeNs);
  expect(firstAtNs).toBeLessThanOrEqual(nowNs());
});

it('detects runtimes with a different clock', () => {
  expect(runtimeWithOwnClock({ node: '26.3.0', bun: '1.4.5' })).toBe('Bun 1.4.5');
  expect(runtimeWithOwnClock({ node: '26.3.0', deno: '2.9.6' })).toBe('Deno 2.9.6');
});

it('samples from JavaScript on a different clock, with the reason', () => {
  const sampler = openSampler(
    { pid: process.pid, hz: 100, onSamples: () => {} },
    'auto',
    (settings) => {
      requireOneClock('Bun 1.4.5');
      return new ProcessSampler(settings);
    },
  );
  expect(sampler.summary().quality).toMatchObject({
    source: 'javascript',
    sourceReason: expect.stringMatching(
      /^Bun 1\.4\.5 does not use the clock of the native sampler/,
    ),
  });
});

it('rejects the native sampler on a different clock', () => {
  expect(() => requireOneClock('Deno 2.9.6')).toThrow(NativeUnavailableError);
});
