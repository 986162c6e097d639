import { describe, expect, it } from 'vitest';
import { LiveProgress } from '../../src/progress/live-progress.ts';
import { FakeStream } from '../fake-terminal.ts';

const CLEAR = '\r\u001B[2K';

/** A progress whose timer is a function of the test. */
function begin(columns = 80) {
  const stream = new FakeStream({ isInteractive: true, columns });
  const timer = { tick: (): void => {}, isStopped: false };
  const clock = { nowMs: 0 };
  const progress = new LiveProgress({
    stream,
    phases: 3,
    verbose: false,
    clock: () => clock.nowMs,
    every: (callback) => {
      timer.tick = callback;
      return () => {
        timer.isStopped = true;
      };
    },
  });
  return { stream, timer, clock, progress };
}

describe('LiveProgress', () => {
  it('writes nothing between two ticks, however much happens', () => {
    const { stream, progress } = begin();
    progress.beginPhase('load');
    for (let count = 0; count < 1000; count += 1) progress.step(`request ${count}`);
    expect(stream.text).toBe('');
  });

  it('rewrites one line with phase, time and the latest step', () => {
    const { stream, timer, clock, progress } = begin();
    progress.beginPhase('load');
    progress.step('first');
    progress.step('second');
    clock.nowMs = 400;
    timer.tick();
    expect(stream.text).toBe(`${CLEAR}[1/3] load · 0.4 s · second`);
    timer.tick();
    expect(stream.text).toBe(`${CLEAR}[1/3] load · 0.4 s · second`);
  });

  it('keeps the line within the screen', () => {
    const { stream, timer, progress } = begin(20);
    progress.beginPhase('baseline');
    progress.step('a step with a very long name');
    timer.tick();
    expect(stream.text).toHaveLength(CLEAR.length + 19);
  });

  it('leaves the summary of a phase, and no half line when it is closed', () => {
    const { stream, timer, progress } = begin();
    progress.beginPhase('load');
    timer.tick();
    progress.endPhase('load', { kind: 'ended' });
    progress.beginPhase('next');
    timer.tick();
    progress.close();
    expect(stream.text).toBe(
      `${CLEAR}[1/3] load · 0.0 s${CLEAR}[1/3] load measured in 0.0 s\n${CLEAR}[2/3] next · 0.0 s${CLEAR}`,
    );
    expect(timer.isStopped).toBe(true);
  });
});
