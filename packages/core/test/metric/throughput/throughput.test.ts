import { describe, expect, test } from 'vitest';
import { concurrency } from '../../../src/metric/throughput/concurrency.ts';
import { measure } from '../../../src/metric/measure/measure.ts';
import { outputTokenThroughput } from '../../../src/metric/throughput/output-token-throughput.ts';
import { requestThroughput } from '../../../src/metric/throughput/request-throughput.ts';
import { streamsOfStages } from '../../../src/metric/measure/stage-streams.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';

describe('throughput', () => {
  test('counts events by when they happened, and only within the window', () => {
    const phase = new PhaseBuilder('p')
      .stage('closed', 1000, 3000)
      .request({ purpose: 'load', stage: 'closed', sentMs: 500, chunksMs: [900, 1100] })
      .request({ purpose: 'load', stage: 'closed', sentMs: 1200, chunksMs: [1300, 1400, 1500] })
      .request({ purpose: 'load', stage: 'closed', sentMs: 2500, chunksMs: [2900, 3100] })
      .build(4000);
    expect(measure(outputTokenThroughput, phase).avg).toBe(5 / 2);
    expect(measure(requestThroughput, phase).avg).toBe(2 / 2);
  });

  test('spreads tokens over content events when several came in one', () => {
    const phase = new PhaseBuilder('p')
      .stage('sequential', 0, 1000)
      .request({ purpose: 'sequential', sentMs: 0, chunksMs: [500, 1500], outputTokens: 40 })
      .build(2000);
    expect(measure(outputTokenThroughput, phase).avg).toBe(20);
  });

  test('of a stage in parts is over its windows together', () => {
    const phase = new PhaseBuilder('p')
      .stage('sequential', 0, 1000)
      .request({ purpose: 'sequential', sentMs: 0, chunksMs: [500] })
      .stage('sequential', 2000, 5000)
      .request({ purpose: 'sequential', sentMs: 2000, chunksMs: [3000] })
      .request({ purpose: 'sequential', sentMs: 3000, chunksMs: [3500] })
      .request({ purpose: 'model-switch', sentMs: 1500, chunksMs: [1600] })
      .build(5000);
    const [stage, ...others] = streamsOfStages(phase);
    if (stage === undefined) throw new Error('there is no stage');
    expect(others).toEqual([]);
    expect(measure(requestThroughput, stage).avg).toBe(3 / 4);
  });

  test('is a measured zero when all requests failed, and unmeasured when none was made', () => {
    const window = (): PhaseBuilder => new PhaseBuilder('p').stage('sequential', 0, 1000);
    const failed = window().request({ purpose: 'sequential', sentMs: 0, endMs: 1 }).build(1000);
    expect(measure(requestThroughput, failed).avg).toBe(0);
    expect(measure(requestThroughput, window().build(1000)).avg).toBeNaN();
  });

  test('is unmeasured without a window, and when the server does not report its tokens', () => {
    const request = { purpose: 'sequential', sentMs: 0, chunksMs: [1] } as const;
    const noWindow = new PhaseBuilder('p').request(request).build(9);
    expect(measure(requestThroughput, noWindow).reason).toBe('the measurement window is empty');
    const uncounted = new PhaseBuilder('p')
      .stage('sequential', 0, 9)
      .request({ ...request, outputTokens: NaN })
      .build(9);
    expect(measure(outputTokenThroughput, uncounted).reason).toContain('token counts');
  });

  test('a window that was never closed lasts until the end of the phase', () => {
    const phase = new PhaseBuilder('p')
      .stage('sequential', 0)
      .request({ purpose: 'sequential', sentMs: 0, chunksMs: [1] })
      .build(500);
    expect(measure(requestThroughput, phase).avg).toBe(2);
  });
});

describe('concurrency', () => {
  test('is the overlap of requests, weighted by time within the window', () => {
    const phase = new PhaseBuilder('p')
      .stage('closed', 0, 100)
      .request({ purpose: 'load', stage: 'closed', sentMs: 0, chunksMs: [50] })
      .request({ purpose: 'load', stage: 'closed', sentMs: 25, chunksMs: [75] })
      .request({ purpose: 'context-load', sentMs: 0, chunksMs: [100] })
      .build(200);
    expect(measure(concurrency, phase)).toMatchObject({ avg: 1, max: 2, min: 0 });
  });

  test('a request without an end was in flight until the end of the phase', () => {
    const phase = new PhaseBuilder('p')
      .stage('closed', 0, 100)
      .request({ purpose: 'load', stage: 'closed', sentMs: 50 })
      .build(200);
    expect(measure(concurrency, phase).avg).toBe(0.5);
  });
});
