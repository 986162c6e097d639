import { TestError, type RunEvent } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { followEvents } from '../../src/progress/follow-events.ts';
import { PlainProgress } from '../../src/progress/plain-progress.ts';
import { FakeStream } from '../fake-terminal.ts';

describe('followEvents', () => {
  it('reports phases that begin, end, fail and are skipped', () => {
    const stream = new FakeStream();
    const tell = followEvents(
      new PlainProgress({
        stream,
        phases: 2,
        verbose: false,
        clock: () => 0,
        status: () => '',
        every: () => () => {},
      }),
    );
    const events: RunEvent[] = [
      { kind: 'run-began', atNs: 1, epochMs: 1 },
      { kind: 'phase-began', atNs: 2, phase: 'baseline' },
      { kind: 'window-began', atNs: 3, phase: 'baseline', window: 'idle' },
      { kind: 'phase-ended', atNs: 4, phase: 'baseline' },
      { kind: 'phase-began', atNs: 5, phase: 'load' },
      {
        kind: 'phase-failed',
        atNs: 6,
        phase: 'load',
        error: new TestError('it died', { phase: 'load' }),
      },
      { kind: 'phase-ended', atNs: 7, phase: 'load' },
      { kind: 'phase-skipped', atNs: 8, phase: 'cross-model', reason: 'one model' },
    ];
    for (const event of events) tell(event);
    expect(stream.text.split('\n')).toEqual([
      '[1/2] baseline',
      '[1/2] baseline done in 0.0 s',
      '[2/2] load',
      '[2/2] load failed after 0.0 s',
      'cross-model skipped: one model',
      '',
    ]);
  });
});
