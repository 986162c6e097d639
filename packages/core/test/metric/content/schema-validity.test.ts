import { describe, expect, it } from 'vitest';
import { schemaValidity } from '../../../src/metric/content/schema-validity.ts';
import { measure } from '../../../src/metric/measure/measure.ts';
import type { SchemaCheck } from '../../../src/spec/content/schema-check.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';

function measured(checks: readonly SchemaCheck[], failed = 0) {
  const phase = new PhaseBuilder('p').stage('closed', 0, 1000);
  for (const schemaCheck of checks) {
    phase.request({ purpose: 'load', stage: 'closed', sentMs: 1, chunksMs: [2], schemaCheck });
  }
  for (let index = 0; index < failed; index += 1) {
    phase.request({ purpose: 'load', stage: 'closed', sentMs: 1, outcome: 'error' });
  }
  return measure(schemaValidity, phase.build(1000));
}

describe('schemaValidity', () => {
  it('is the share of whole responses that match', () => {
    expect(measured(['match', 'match', 'match', 'mismatch']).avg).toBe(0.75);
  });

  it('counts cut responses apart, and no failed request', () => {
    const { avg, note } = measured(['match', 'mismatch', 'cut', 'cut'], 3);
    expect(avg).toBe(0.5);
    expect(note).toBe('2 more responses were cut at the limit on output tokens');
  });

  it('is not measured, with the reason, where no response could be checked', () => {
    expect(measured(['', ''])).toMatchObject({
      reason: 'no successful request demanded a JSON schema',
    });
    expect(measured(['cut'])).toMatchObject({
      reason: 'the limit on output tokens cut every response',
    });
  });
});
