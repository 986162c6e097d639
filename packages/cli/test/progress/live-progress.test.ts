import { describe, expect, it } from 'vitest';
import { LiveProgress } from '../../src/progress/live-progress.ts';
import { LiveBlock } from '../../src/terminal/live-block.ts';
import { Screen } from '../terminal/screen.ts';

/** A progress whose timer the test calls. */
function begin(verbose = false) {
  const screen = new Screen(60, 12);
  const timer = { tick: (): void => {}, isStopped: false, drawings: 0 };
  const clock = { nowMs: 0 };
  const progress = new LiveProgress({
    block: new LiveBlock(screen),
    drawing: (title, step) => {
      timer.drawings += 1;
      return [title, `step ${step}`];
    },
    phases: 3,
    verbose,
    clock: () => clock.nowMs,
    every: (callback) => {
      timer.tick = callback;
      return () => {
        timer.isStopped = true;
      };
    },
  });
  return { screen, timer, clock, progress };
}

describe('LiveProgress', () => {
  it('draws nothing between two ticks', async () => {
    const { screen, timer, progress } = begin();
    timer.tick();
    progress.beginPhase('load');
    for (let count = 0; count < 1000; count += 1) progress.step(`request ${count}`);
    expect(await screen.lines()).toEqual([]);
    expect(timer.drawings).toBe(0);
    timer.tick();
    expect(await screen.lines()).toEqual(['[1/3] load', 'step request 999']);
  });

  it('keeps only summaries of phases and notes once it is closed', async () => {
    const { screen, timer, clock, progress } = begin();
    progress.beginPhase('load');
    timer.tick();
    progress.note('A note.');
    timer.tick();
    clock.nowMs = 400;
    progress.endPhase('load', { kind: 'ended' });
    progress.beginPhase('next');
    timer.tick();
    expect(await screen.lines()).toEqual([
      'A note.',
      '[1/3] load done in 0.4 s',
      '[2/3] next',
      'step ',
    ]);
    progress.close();
    expect(await screen.lines()).toEqual(['A note.', '[1/3] load done in 0.4 s']);
    expect(timer.isStopped).toBe(true);
  });

  it('removes control characters from names, and keeps steps when verbose', async () => {
    const { screen, timer, progress } = begin(true);
    progress.beginPhase('load');
    progress.step('load evil\u001B[2J\u001B[H\nmodel');
    timer.tick();
    expect(await screen.lines()).toEqual([
      '  load evil model',
      '[1/3] load',
      'step load evil model',
    ]);
  });
});
