import { describe, expect, it } from 'vitest';
import type { Stage } from '../../../src/stream/stage/stages.ts';
import { PhaseBuilder, stampNs } from '../built/phase-builder.ts';

function oneOf(builder: PhaseBuilder, untilMs: number): Stage {
  const [stage, ...others] = builder.build(untilMs).stages;
  if (stage === undefined || others.length > 0) throw new Error('there is not one stage');
  return stage;
}

function spansMs(stage: Stage): number[][] {
  const atMs = (ns: number): number => (ns - stampNs(0)) / 1e6;
  return stage.windows.map(({ beganNs, endedNs }) => [atMs(beganNs), atMs(endedNs)]);
}

describe('the stages of a phase', () => {
  it('are in the order in which they began, each with its own requests, the warm-up included', () => {
    const phase = new PhaseBuilder('load')
      .request({ purpose: 'context-load', sentMs: 1 })
      .stage('open', 100, 200)
      .request({ purpose: 'warm-up', sentMs: 90 })
      .request({ purpose: 'load', sentMs: 100 })
      .stage('closed', 300, 400)
      .request({ purpose: 'load', sentMs: 300 })
      .build(500);
    expect(phase.stages.map(({ name, requests }) => [name, requests.map(({ id }) => id)])).toEqual([
      ['open', [2, 3]],
      ['closed', [4]],
    ]);
  });

  it('have the window that was written with their end, and last until they are drained', () => {
    const stage = oneOf(
      new PhaseBuilder('load').stage('closed', 100, 200, {
        beganMs: 20,
        endedMs: 260,
        warmupRequests: 8,
        clientCpuMs: 3,
      }),
      500,
    );
    expect(spansMs(stage)).toEqual([[100, 200]]);
    expect(stage).toMatchObject({
      beganNs: stampNs(20),
      endedNs: stampNs(260),
      warmupRequests: 8,
      isWhole: true,
      windows: [{ isWhole: true, clientCpuNs: 3e6 }],
    });
  });

  it('have a window for each part where they are in parts', () => {
    const stage = oneOf(
      new PhaseBuilder('cross-model')
        .stage('sequential', 100, 200)
        .stage('sequential', 300, 450, { endedMs: 460 }),
      500,
    );
    expect(spansMs(stage)).toEqual([
      [100, 200],
      [300, 450],
    ]);
    expect(stage).toMatchObject({ beganNs: stampNs(100), endedNs: stampNs(460), isWhole: true });
  });
});

describe('a stage that was cut off', () => {
  const cutOff = (): PhaseBuilder =>
    new PhaseBuilder('load')
      .stage('closed', 100, undefined, { beganMs: 100 })
      .request({ purpose: 'warm-up', sentMs: 110, chunksMs: [140] })
      .request({ purpose: 'load', sentMs: 150, chunksMs: [180] })
      .request({ purpose: 'load', sentMs: 130, chunksMs: [220] });

  it('has a window from its first measured send to the last thing seen, and is not whole', () => {
    const stage = oneOf(cutOff(), 700);
    expect(spansMs(stage)).toEqual([[130, 700]]);
    expect(stage).toMatchObject({ isWhole: false, windows: [{ isWhole: false }] });
  });

  it('ends with the failure of its phase, whose later work is not part of the load', () => {
    const failed = cutOff()
      .event(400, (place) => ({ kind: 'phase-failed', ...place, error: new Error('it broke') }))
      .window('cooldown', 450, 600);
    const stage = oneOf(failed, 700);
    expect(spansMs(stage)).toEqual([[130, 400]]);
    expect(stage.endedNs).toBe(stampNs(400));
  });

  it('has an empty window where nothing measured was sent', () => {
    expect(spansMs(oneOf(new PhaseBuilder('load').stage('closed', 100), 700))).toEqual([
      [700, 700],
    ]);
  });

  it('keeps the windows of the parts that ended before', () => {
    const stage = oneOf(
      new PhaseBuilder('cross-model')
        .stage('sequential', 100, 200)
        .request({ purpose: 'sequential', sentMs: 100, chunksMs: [150] })
        .stage('sequential', 300)
        .request({ purpose: 'sequential', sentMs: 310, chunksMs: [350] }),
      500,
    );
    expect(spansMs(stage)).toEqual([
      [100, 200],
      [310, 500],
    ]);
    expect(stage.windows.map(({ isWhole }) => isWhole)).toEqual([true, false]);
    expect(stage.isWhole).toBe(false);
  });
});
