import { describe, expect, it } from 'vitest';
import { PlainProgress } from '../../src/progress/plain-progress.ts';
import { FakeStream } from '../fake-terminal.ts';

function watch(verbose: boolean): string[] {
  const stream = new FakeStream();
  let nowMs = 1000;
  const progress = new PlainProgress({ stream, phases: 2, verbose, clock: () => nowMs });
  progress.beginPhase('baseline');
  progress.step('loads a model');
  nowMs += 1250;
  progress.endPhase('baseline', { kind: 'ended' });
  progress.beginPhase('load');
  nowMs += 65_000;
  progress.endPhase('load', { kind: 'failed', message: 'it died' });
  progress.endPhase('cross-model', { kind: 'skipped', reason: 'one model' });
  progress.note('That was all.');
  progress.close();
  return stream.text.split('\n');
}

describe('PlainProgress', () => {
  it('writes lines for phases that need no terminal', () => {
    expect(watch(false)).toEqual([
      '[1/2] baseline',
      '[1/2] baseline measured in 1.2 s',
      '[2/2] load',
      '[2/2] load failed after 1 min 05 s: it died',
      'cross-model skipped: one model',
      'That was all.',
      '',
    ]);
  });

  it('writes steps too when it is verbose', () => {
    expect(watch(true)).toContain('  loads a model');
  });
});
