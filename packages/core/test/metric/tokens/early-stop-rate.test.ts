import { describe, expect, it } from 'vitest';
import { measure } from '../../../src/metric/measure/measure.ts';
import { earlyStopRate } from '../../../src/metric/tokens/early-stop-rate.ts';
import type { SchemaCheck } from '../../../src/spec/content/schema-check.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';

function early(...checks: readonly SchemaCheck[]) {
  const phase = new PhaseBuilder('p').stage('closed', 0, 1000);
  for (const schemaCheck of checks) {
    phase.request({
      purpose: 'load',
      stage: 'closed',
      sentMs: 1,
      chunksMs: [2],
      outputTokens: 1,
      maxOutputTokens: 8,
      tokenCountSource: 'usage',
      schemaCheck,
    });
  }
  return measure(earlyStopRate, phase.build(1000));
}

describe('earlyStopRate', () => {
  it('does not count responses that end where their structure is complete', () => {
    expect(early('', 'match').avg).toBe(1);
    expect(early('match')).toMatchObject({
      reason: 'every response ends where its JSON schema is complete',
    });
  });
});
