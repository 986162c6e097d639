import { expect, it } from 'vitest';
import { GpuSampler } from '../../src/collector/gpu-sampler.ts';
import type { SurveyValue } from '../../src/stream/survey-stream.ts';
import { waitUntil } from './wait-until.ts';

it('tells what it read, or what it looked for in vain, and can be stopped twice', async () => {
  const read: SurveyValue[] = [];
  const sampler = new GpuSampler((values) => read.push(...values));
  try {
    sampler.start([process.pid]);
    // With a GPU there are values, without one there are reasons; never neither.
    await waitUntil(() => {
      sampler.drain();
      return read.length > 0 || sampler.missing().length > 0;
    });
  } finally {
    sampler.stop();
  }
  sampler.stop();
  expect(read.every(({ column }) => column.startsWith('gpu'))).toBe(true);
  expect(sampler.missing().every((reason) => reason.length > 10)).toBe(true);
});
