import { expect, it } from 'vitest';
import { openSampler, type MakeSampler } from '../../src/collector/open-sampler.ts';
import { NativeUnavailableError, SamplingError } from '../../src/collector/sampling-error.ts';

const settings = { pid: process.pid, hz: 100, onSamples: () => {} };

const noBinary: MakeSampler = () => {
  throw new NativeUnavailableError('NATIVE_MISSING', 'There is no binary for this platform.');
};

it('uses the native thread if available', () => {
  const sampler = openSampler(settings, 'auto');
  sampler.start();
  sampler.stop();
  const { quality: account } = sampler.summary();
  expect(account.source).toBe('native');
  expect(account).not.toHaveProperty('sourceReason');
});

it('uses JavaScript if no binary loads, with the reason', () => {
  const sampler = openSampler(settings, 'auto', noBinary);
  sampler.start();
  sampler.stop();
  expect(sampler.summary().quality).toMatchObject({
    source: 'javascript',
    sourceReason: 'There is no binary for this platform.',
    sampleCount: 2,
  });
});

it('takes nothing in place of a requested native thread', () => {
  expect(() => openSampler(settings, 'native', noBinary)).toThrow(NativeUnavailableError);
});

it('takes JavaScript when it is chosen', () => {
  const { quality: account } = openSampler(settings, 'javascript').summary();
  expect(account).toMatchObject({
    source: 'javascript',
    sourceReason: 'sampler: "javascript"',
  });
});

it('does not fall back to JavaScript on any other failure', () => {
  const forbidden: MakeSampler = () => {
    throw new SamplingError('FORBIDDEN', 'The process may not be read.');
  };
  expect(() => openSampler(settings, 'auto', forbidden)).toThrow(SamplingError);
});
