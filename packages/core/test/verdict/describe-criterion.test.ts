import { expect, test } from 'vitest';
import { describeCriterion } from '../../src/verdict/describe-criterion.ts';

test.each([
  ['errorRate', 'maximum error rate, 0 to 1'],
  ['p95TimeToFirstToken', 'maximum TTFT p95, ms'],
  ['ttft.p50', 'maximum TTFT p50, ms'],
  ['timeToFirstToken', 'maximum TTFT p95, ms'],
  ['maxMemoryUsage', 'maximum RSS, bytes'],
  ['contextPreservation', 'minimum context preservation, 0 to 1'],
  ['minGoodput', 'minimum goodput, per second'],
  ['stages.open.p99ResponseTime', 'maximum end-to-end latency p99, ms, in the stage open'],
])('describes the threshold of %s with its side and its unit', (key, text) => {
  expect(describeCriterion(key)).toBe(text);
});

test('rejects an unknown key', () => {
  expect(() => describeCriterion('p95Tfft')).toThrow('unknown criterion "p95Tfft"');
});
