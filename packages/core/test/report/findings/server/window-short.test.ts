import { describe, expect, test } from 'vitest';
import { windowShort } from '../../../../src/report/findings/server/window-short.ts';
import type { StageLoad } from '../../../../src/stream/stage/stage-load.ts';
import type { BuiltStage } from '../../../stream/built/built-stage.ts';
import { PhaseBuilder } from '../../../stream/built/phase-builder.ts';
import { concluded } from '../../concluded.ts';
import { advice, severities } from '../advice.ts';

const OPEN = { kind: 'open', ratePerSecond: 50, arrivals: 'constant' } as const;

/** A request every 20 ms for two seconds, each completed after the given time. */
function loaded(tookMs: number, options: BuiltStage = {}, warmup = 0): PhaseBuilder {
  const phase = new PhaseBuilder('load').stage('open', 0, 2000, {
    load: { ...OPEN, durationMs: 2000 },
    ...options,
  });
  for (let index = 0; index < warmup; index += 1) {
    phase.request({ purpose: 'warm-up', sentMs: -100, chunksMs: [-100 + tookMs] });
  }
  for (let sentMs = 0; sentMs < 2000; sentMs += 20) {
    phase.request({ purpose: 'load', sentMs, chunksMs: [sentMs + tookMs] });
  }
  return phase;
}

describe('window-short', () => {
  test('is a note on a window that is short for the latency, with both', () => {
    expect(advice(windowShort, loaded(250))).toEqual([
      expect.stringMatching(
        /^load, open: The window is short .*latency p95 250 ms, window 2\.00 s\)\. Raise the duration/u,
      ),
    ]);
    expect(severities(windowShort, loaded(250))).toEqual(['note']);
  });

  test('does not advise a longer duration where criteria end the stage', () => {
    const load = { ...OPEN, until: 'decided', maxDurationMs: 9000, firstLook: 64 } as const;
    const decided = { endedBy: 'decided', looks: 1, requests: 64 } as const;
    expect(advice(windowShort, loaded(250, { load, decided }))).toEqual([
      expect.stringMatching(/window 2\.00 s\)\. Warm the stage up with --warmup\.$/u),
    ]);
  });

  test('is a warning where a criterion on a rate is missed', () => {
    const criteria = { requestThroughput: 1000 };
    const found = concluded([loaded(250).build(5900)], { criteria }).recommendations;
    expect(found.find(({ rule }) => rule === 'window-short')?.severity).toBe('warning');
  });

  test.each<[string, StageLoad]>([
    ['a closed loop', { kind: 'closed', concurrency: 4, durationMs: 2000 }],
    ['a number of requests', { ...OPEN, requests: 100 }],
    ['a trace', { kind: 'trace', requests: 100, ratePerSecond: 50, speed: 1 }],
  ])('reports nothing for %s', (_, load) => {
    expect(advice(windowShort, loaded(250, { load }))).toEqual([]);
  });

  test('reports nothing where the window is long, or was warmed up', () => {
    expect(advice(windowShort, loaded(190))).toEqual([]);
    expect(advice(windowShort, loaded(250, { warmupRequests: 8 }, 8))).toEqual([]);
  });
});
