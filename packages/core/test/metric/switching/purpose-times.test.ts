import { describe, expect, test } from 'vitest';
import { contextLoadTime } from '../../../src/metric/switching/context-load-time.ts';
import { contextSwitchTime } from '../../../src/metric/switching/context-switch-time.ts';
import { loadTime } from '../../../src/metric/switching/load-time.ts';
import { measure } from '../../../src/metric/measure/measure.ts';
import { transitionTime } from '../../../src/metric/switching/transition-time.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';

describe.each([
  { metric: loadTime, purpose: 'model-load' },
  { metric: contextLoadTime, purpose: 'context-load' },
  { metric: transitionTime, purpose: 'context-transition' },
  { metric: contextSwitchTime, purpose: 'model-switch' },
] as const)('$metric.name', ({ metric, purpose }) => {
  test(`is from sent to the first token of ${purpose} requests and of no others`, () => {
    const phase = new PhaseBuilder('p')
      .request({ purpose, scheduledMs: 0, sentMs: 10, chunksMs: [110, 200] })
      .request({ purpose, sentMs: 300, chunksMs: [500] })
      .request({ purpose: 'sequential', sentMs: 600, chunksMs: [9000] })
      .request({ purpose: 'warm-up', sentMs: 600, chunksMs: [9000] })
      .build(9000);
    expect(measure(metric, phase)).toMatchObject({ count: 2, avg: 150, min: 100, max: 200 });
  });

  test('excludes a failed one, with a note', () => {
    const phase = new PhaseBuilder('p')
      .request({ purpose, sentMs: 0, chunksMs: [100] })
      .request({ purpose, sentMs: 0, endMs: 5 })
      .build(100);
    const measured = measure(metric, phase);
    expect(measured).toMatchObject({ count: 1, avg: 100, leftOut: { requests: 1, p99: Infinity } });
    expect(measured.note).toContain('excludes 1 of 2 that failed');
  });

  test('is unmeasured without a request or without a success, with the reason', () => {
    expect(measure(metric, new PhaseBuilder('p').build(9)).reason).toContain(`no ${purpose}`);
    const failed = new PhaseBuilder('p').request({ purpose, sentMs: 0, endMs: 5 }).build(9);
    expect(measure(metric, failed).reason).toContain('none of 1');
  });
});
