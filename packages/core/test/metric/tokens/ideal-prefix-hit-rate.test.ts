import { describe, expect, it } from 'vitest';
import { measure } from '../../../src/metric/measure/measure.ts';
import type { Measurement } from '../../../src/metric/measure/measurement.ts';
import { streamsOfStages } from '../../../src/metric/measure/stage-streams.ts';
import { metricNamed } from '../../../src/metric/registry.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';

/** A stage whose prompts of 100 tokens share these with an earlier one. */
function sharing(shared: readonly number[]): PhaseBuilder {
  const phase = new PhaseBuilder('load').stage('trace', 1000, 3000, { beganMs: 0, endedMs: 4000 });
  for (const [index, sharedTokens] of shared.entries()) {
    const sentMs = 1000 + 100 * index;
    const chunksMs = [sentMs + 50];
    phase.request({ purpose: 'load', sentMs, chunksMs, offeredTokens: 100, sharedTokens });
  }
  return phase;
}

function measured(phase: PhaseBuilder): Measurement {
  return measure(metricNamed('idealPrefixHitRate'), phase.build(4000));
}

describe('idealPrefixHitRate', () => {
  it('is the share of prompt tokens that earlier prompts begin with', () => {
    const { avg, note } = measured(sharing([0, 40, 65, 20]));
    expect(avg).toBe((0 + 40 + 65 + 20) / 400);
    expect(note).toBeUndefined();
  });

  it('counts whole blocks of a server that reports their size', () => {
    const phase = sharing([0, 40, 65, 20]).event(900, (place) => ({
      kind: 'server-settings',
      ...place,
      read: 'before',
      server: 'vllm',
      version: '',
      settings: { 'cache_config.block_size': 32 },
      state: {},
      unread: {},
    }));
    const { avg, note } = measured(phase);
    expect(avg).toBe((0 + 32 + 64 + 0) / 400);
    expect(note).toBe('in blocks of 32 tokens');
  });

  it('counts all but the last token of a prompt that repeats', () => {
    expect(measured(sharing([0, 100])).avg).toBe(99 / 200);
  });

  it('counts a prompt without a known prefix among others as unique', () => {
    expect(measured(sharing([Number.NaN, 50])).avg).toBe(50 / 200);
  });

  it('is absent with the reason where prompts share nothing by design', () => {
    const { avg, reason } = measured(sharing([Number.NaN, Number.NaN]));
    expect(avg).toBeNaN();
    expect(reason).toBe('prompts share no prefix by design');
  });

  it('is absent with the reason where several machines sent prompts of the phase', () => {
    const phase = new PhaseBuilder('load');
    for (const [place, machine] of ['one', 'other', 'one'].entries()) {
      const sentMs = 1000 * (place + 1);
      phase.stage(`stage ${place}`, sentMs, sentMs + 500);
      const chunksMs = [sentMs + 50];
      const prompt = { offeredTokens: 100, sharedTokens: 50, machine };
      phase.request({ purpose: 'load', sentMs, chunksMs, ...prompt });
    }
    for (const streams of streamsOfStages(phase.build(4000))) {
      const { avg, reason } = measure(metricNamed('idealPrefixHitRate'), streams);
      expect(avg).toBeNaN();
      expect(reason).toBe('each worker knows the prefixes of its own prompts only');
    }
  });

  it('is absent with the reason for one of several workers', () => {
    const phase = new PhaseBuilder('load')
      .stage('trace', 1000, 3000, { slice: { index: 0, count: 2 } })
      .request({ purpose: 'load', sentMs: 1000, chunksMs: [1050], sharedTokens: 0 });
    expect(measured(phase).reason).toBe('each worker knows the prefixes of its own prompts only');
  });

  it('is a share where one machine of a merged run sent all prompts', () => {
    const phase = new PhaseBuilder('load').stage('trace', 1000, 3000);
    for (const sharedTokens of [0, 40]) {
      const prompt = { offeredTokens: 100, sharedTokens, machine: 'one' };
      phase.request({ purpose: 'load', sentMs: 1000, chunksMs: [1500], ...prompt });
    }
    expect(measured(phase).avg).toBe(40 / 200);
  });
});
