import { describe, expect, it } from 'vitest';
import { measure } from '../../../src/metric/measure/measure.ts';
import { goodput } from '../../../src/metric/slo/goodput.ts';
import { sloAttainment } from '../../../src/metric/slo/slo-attainment.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';

/** Ten requests in a window of a second, each a millisecond slower to its first token than the one before. */
function loaded(): PhaseBuilder {
  const phase = new PhaseBuilder('load').stage('open', 0, 1000);
  for (let index = 0; index < 10; index += 1) {
    const sentMs = index * 50;
    const firstMs = sentMs + 20 + index;
    phase.request({ purpose: 'load', stage: 'open', sentMs, chunksMs: [firstMs, firstMs + 5] });
  }
  return phase;
}

function withSlos(phase: PhaseBuilder, slos: Record<string, number>): PhaseBuilder {
  return phase.event(0, (place) => ({ kind: 'slos-set', ...place, slos }));
}

describe('goodput and attainment', () => {
  it('count the requests that met every SLO', () => {
    const phase = withSlos(loaded(), { timeToFirstToken: 24.5, timePerOutputToken: 5 });
    expect(measure(goodput, phase.build(1000)).avg).toBe(5);
    expect(measure(sloAttainment, phase.build(1000))).toMatchObject({
      avg: 0.5,
      note: '5 of 10 requests; 5 missed the TTFT SLO',
    });
  });

  it('count a failed request as a miss, and a request that the run canceled not at all', () => {
    const phase = withSlos(loaded(), { timeToFirstToken: 100 })
      .request({ purpose: 'load', stage: 'open', sentMs: 600 })
      .request({ purpose: 'load', stage: 'open', sentMs: 610, outcome: 'dropped' })
      .request({ purpose: 'load', stage: 'open', sentMs: 620, outcome: 'cancelled' });
    expect(measure(sloAttainment, phase.build(1000))).toMatchObject({
      avg: 10 / 12,
      note: '10 of 12 requests; 2 failed',
    });
    expect(measure(goodput, phase.build(1000)).avg).toBe(10);
  });

  it('count the drain in attainment alone, and in goodput the warm-up that ends in the window', () => {
    const phase = withSlos(loaded(), { timeToFirstToken: 100 })
      .request({ purpose: 'warm-up', sentMs: -50, chunksMs: [10] })
      .request({ purpose: 'warm-up', sentMs: -200, chunksMs: [20] })
      .request({ purpose: 'load', stage: 'open', sentMs: 990, chunksMs: [1010] })
      .request({ purpose: 'load', stage: 'open', sentMs: 990, chunksMs: [1190] });
    expect(measure(goodput, phase.build(1200)).avg).toBe(11);
    expect(measure(sloAttainment, phase.build(1200)).avg).toBe(11 / 12);
  });

  it('are zero, and measured, when every request failed', () => {
    const phase = withSlos(
      new PhaseBuilder('load').stage('open', 0, 1000).request({
        purpose: 'load',
        stage: 'open',
        sentMs: 5,
      }),
      { timeToFirstToken: 100 },
    ).build(1000);
    expect(measure(goodput, phase).avg).toBe(0);
    expect(measure(sloAttainment, phase).avg).toBe(0);
  });

  it('are not measured without SLOs, nor without requests, and have the reason', () => {
    for (const metric of [goodput, sloAttainment]) {
      expect(measure(metric, loaded().build(1000)).reason).toMatch(/no SLOs set/);
      const idle = withSlos(new PhaseBuilder('load').stage('open', 0, 9), {
        timeToFirstToken: 1,
      });
      expect(measure(metric, idle.build(9)).reason).toBe('no measured request was made');
    }
  });
});
