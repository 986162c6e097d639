import { describe, expect, test } from 'vitest';
import { partsOfStage } from '../../../../src/report/page/phase/stage-parts.ts';
import { PhaseBuilder, stampNs } from '../../../stream/built/phase-builder.ts';

function partsOf(phase: PhaseBuilder): unknown[] {
  return phase
    .build(1000)
    .stages.flatMap((stage) => partsOfStage(stage))
    .map(({ part, beganNs, endedNs }) => [
      part,
      (beganNs - stampNs(0)) / 1e6,
      (endedNs - stampNs(0)) / 1e6,
    ]);
}

describe('partsOfStage', () => {
  test('warms up from the first send, measures the window, and drains until the last end', () => {
    const phase = new PhaseBuilder('load')
      .stage('closed', 100, 200, { beganMs: 50, endedMs: 260, warmupRequests: 1 })
      .request({ purpose: 'warm-up', sentMs: 80, chunksMs: [120] })
      .request({ purpose: 'load', sentMs: 100, chunksMs: [150] })
      .request({ purpose: 'load', sentMs: 190, chunksMs: [260] });
    expect(partsOf(phase)).toEqual([
      ['warm-up', 80, 100],
      ['measured', 100, 200],
      ['drain', 200, 260],
    ]);
  });

  test('is only the window without warm-up and drain', () => {
    const phase = new PhaseBuilder('load')
      .stage('closed', 100, 200, { beganMs: 50 })
      .request({ purpose: 'load', sentMs: 100, chunksMs: [150] });
    expect(partsOf(phase)).toEqual([['measured', 100, 200]]);
  });

  test('has a window and a drain for each part of a stage in parts', () => {
    const phase = new PhaseBuilder('cross-model');
    for (const fromMs of [100, 300]) {
      phase
        .stage('sequential', fromMs, fromMs + 50)
        .request({ purpose: 'sequential', sentMs: fromMs, chunksMs: [fromMs + 60] });
    }
    expect(partsOf(phase)).toEqual([
      ['measured', 100, 150],
      ['drain', 150, 160],
      ['measured', 300, 350],
      ['drain', 350, 360],
    ]);
  });
});
