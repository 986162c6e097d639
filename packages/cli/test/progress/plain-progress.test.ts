import { describe, expect, it } from 'vitest';
import { PlainProgress } from '../../src/progress/plain-progress.ts';
import { FakeStream } from '../fake-terminal.ts';

function watch(verbose: boolean): string[] {
  const stream = new FakeStream();
  let nowMs = 1000;
  let tick = (): void => {};
  const progress = new PlainProgress({
    stream,
    phases: 2,
    verbose,
    clock: () => nowMs,
    status: (title, step) => `${title} stands at ${step}`,
    every: (callback) => {
      tick = callback;
      return () => {
        tick = () => {};
      };
    },
  });
  tick();
  progress.beginPhase('baseline');
  progress.step('loads a model');
  tick();
  nowMs += 1250;
  progress.endPhase('baseline', { kind: 'ended' });
  progress.beginPhase('load');
  nowMs += 65_000;
  progress.endPhase('load', { kind: 'failed' });
  progress.endPhase('cross-model', { kind: 'skipped', reason: 'one model' });
  progress.note('That was all.');
  tick();
  progress.close();
  tick();
  return stream.text.split('\n');
}

describe('PlainProgress', () => {
  it('writes a line per phase without control sequences', () => {
    expect(watch(false)).toEqual([
      '[1/2] baseline',
      '[1/2] baseline stands at loads a model',
      '[1/2] baseline done in 1.2 s',
      '[2/2] load',
      '[2/2] load failed after 1 min 05 s',
      'cross-model skipped: one model',
      'That was all.',
      '',
    ]);
  });

  it('also writes steps when verbose', () => {
    expect(watch(true)).toContain('  loads a model');
  });
});
