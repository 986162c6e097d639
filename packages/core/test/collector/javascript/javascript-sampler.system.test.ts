import { describe, expect, it } from 'vitest';
import {
  JavascriptSampler,
  MAX_JAVASCRIPT_HZ,
} from '../../../src/collector/javascript/javascript-sampler.ts';
import { checkSampler } from '../conformance.ts';

const reason = 'the test requests it';

describe('the JavaScript sampler', () => {
  checkSampler({
    source: 'javascript',
    make: (settings) => new JavascriptSampler({ ...settings, reason }),
  });

  it('caps its sampling rate, and reports why it is used', () => {
    const sampler = new JavascriptSampler({
      pid: process.pid,
      hz: 1000,
      reason,
      onSamples: () => {},
    });
    sampler.start();
    sampler.stop();
    expect(sampler.summary().quality).toMatchObject({
      source: 'javascript',
      sourceReason: reason,
      requestedHz: 1000,
      lowestHz: MAX_JAVASCRIPT_HZ,
    });
  });
});
