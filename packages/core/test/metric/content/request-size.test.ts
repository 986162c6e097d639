import { describe, expect, it } from 'vitest';
import { requestSize } from '../../../src/metric/content/request-size.ts';
import { measure } from '../../../src/metric/measure/measure.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';

describe('requestSize', () => {
  it('is the size of the bodies of attempted requests', () => {
    const phase = new PhaseBuilder('p')
      .stage('closed', 0, 1000)
      .request({ purpose: 'load', stage: 'closed', sentMs: 1, chunksMs: [2], bodyBytes: 100 })
      .request({ purpose: 'load', stage: 'closed', sentMs: 1, outcome: 'error', bodyBytes: 300 })
      .build(1000);
    expect(measure(requestSize, phase).avg).toBe(200);
  });

  it('is not measured where no size was recorded', () => {
    const phase = new PhaseBuilder('p')
      .stage('closed', 0, 1000)
      .request({ purpose: 'load', stage: 'closed', sentMs: 1, chunksMs: [2] })
      .build(1000);
    expect(measure(requestSize, phase)).toMatchObject({
      reason: 'no size of a request body was recorded',
    });
  });
});
