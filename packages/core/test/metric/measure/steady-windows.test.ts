import { describe, expect, test } from 'vitest';
import { measureStage } from '../../../src/metric/measure/measure.ts';
import { streamsOfStages, type StageStreams } from '../../../src/metric/measure/stage-streams.ts';
import { steadyMeasurements } from '../../../src/metric/measure/steady-measurements.ts';
import { steadyWindows } from '../../../src/metric/measure/steady-windows.ts';
import { PhaseBuilder, stampNs } from '../../stream/built/phase-builder.ts';

/** Four at once in turn over ten seconds; a request takes so long as the time of its sending says. */
function closedLoop(tookMs: (sentMs: number) => number, untilMs = 10_000): PhaseBuilder {
  const phase = new PhaseBuilder('load').stage('closed', 0, untilMs);
  for (let slot = 0; slot < 4; slot += 1) {
    let sentMs = slot * 3;
    while (sentMs + tookMs(sentMs) < untilMs) {
      const endMs = sentMs + tookMs(sentMs);
      phase.request({ purpose: 'load', stage: 'closed', sentMs, chunksMs: [sentMs + 5, endMs] });
      sentMs = endMs;
    }
  }
  return phase;
}

/** 150 ms for the first two seconds, then 50 ms. */
const warmsUp = (sentMs: number): number => (sentMs < 2000 ? 150 : 50);

/** The first stage of a phase. */
function stageOf(builder: PhaseBuilder, endMs = 10_000): StageStreams {
  const [stage] = streamsOfStages(builder.build(endMs));
  if (stage === undefined) throw new Error('there is no stage');
  return stage;
}

function steadyOf(stage: StageStreams) {
  const windows = steadyWindows(stage);
  return { windows, measurements: steadyMeasurements(stage, windows) };
}

describe('the steady part of a load', () => {
  test('is where the warm-up is over, and both views differ by it', () => {
    const stage = stageOf(closedLoop(warmsUp));
    const { windows, measurements } = steadyOf(stage);
    expect(windows).toHaveLength(1);
    const [{ steady } = { steady: undefined }] = windows;
    if (steady?.kind !== 'steady') throw new Error('it was not found');
    expect(steady.beganNs).toBeGreaterThan(stampNs(1900));
    expect(steady.beganNs).toBeLessThan(stampNs(2600));
    expect(steady.endedNs).toBe(stampNs(10_000));
    const whole = measureStage(stage);
    expect(whole['responseLatency']?.max).toBe(150);
    expect(measurements?.['responseLatency']?.max).toBeLessThan(151);
    expect(measurements?.['responseLatency']?.p95).toBeCloseTo(50, 6);
    expect(measurements?.['requestThroughput']?.avg).toBeCloseTo(80, 0);
    expect(whole['requestThroughput']?.avg).toBeLessThan(75);
    // Concurrency is that of every request, those too that reach over the edge.
    expect(measurements?.['concurrency']?.avg).toBeCloseTo(4, 1);
  });

  test('is all of a window in which nothing changes: there is no second view', () => {
    const { windows, measurements } = steadyOf(stageOf(closedLoop(() => 40)));
    expect(windows[0]?.steady).toMatchObject({ kind: 'steady', levelCount: 1 });
    expect(measurements).toBeUndefined();
  });

  test('is none where latency never stops growing, nor with few requests', () => {
    const overloaded = steadyOf(stageOf(closedLoop((ms) => 20 + ms / 10)));
    expect(overloaded.windows[0]?.steady).toMatchObject({ kind: 'none' });
    expect(overloaded.measurements).toBeUndefined();
    const few = steadyOf(stageOf(closedLoop(() => 2000)));
    expect(few.windows[0]?.steady).toMatchObject({
      kind: 'none',
      reason: expect.stringContaining('needs at least'),
    });
  });

  test('counts only what belongs to the stage: requests of others do not', () => {
    const phase = closedLoop(() => 40)
      .stage('open', 10_000, 12_000)
      .request({ purpose: 'load', stage: 'open', sentMs: 10_000, chunksMs: [10_900] })
      .request({ purpose: 'context-load', sentMs: 5000, chunksMs: [5900] })
      .build(12_000);
    const [closed, open] = streamsOfStages(phase).map((stage) => steadyOf(stage));
    expect(closed?.windows[0]?.steady).toMatchObject({ kind: 'steady', levelCount: 1 });
    expect(open?.windows[0]?.steady).toMatchObject({ kind: 'none', cause: 'few' });
  });

  test('counts latencies of requests that ended in it, and concurrency of all in flight', () => {
    const loop = closedLoop((sentMs) => (sentMs < 7000 ? 50 : 150)).request({
      purpose: 'load',
      stage: 'closed',
      sentMs: 10,
      chunksMs: [9990],
    });
    const { measurements } = steadyOf(stageOf(loop));
    expect(measurements?.['responseLatency']?.max).toBeLessThan(200);
    expect(measurements?.['concurrency']?.avg).toBeCloseTo(5, 1);
  });

  test('counts failures that ended in it', () => {
    const loop = closedLoop(warmsUp)
      .request({ purpose: 'load', stage: 'closed', sentMs: 100, endMs: 300 })
      .request({ purpose: 'load', stage: 'closed', sentMs: 5000, endMs: 5010 });
    const stage = stageOf(loop);
    const { measurements } = steadyOf(stage);
    const whole = measureStage(stage);
    expect(whole['responseLatency']?.failed).toBe(2);
    expect(measurements?.['responseLatency']?.failed).toBe(1);
  });
});
