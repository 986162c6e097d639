import { describe } from 'vitest';
import { ProcessSampler } from '../../src/collector/process-sampler.ts';
import { checkSampler } from './conformance.ts';

describe('the native sampler', () => {
  checkSampler({ source: 'native', make: (settings) => new ProcessSampler(settings) });
});
