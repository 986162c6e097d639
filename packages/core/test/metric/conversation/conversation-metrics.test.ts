import { describe, expect, it } from 'vitest';
import { measure } from '../../../src/metric/measure/measure.ts';
import type { Measurement } from '../../../src/metric/measure/measurement.ts';
import { metricNamed } from '../../../src/metric/registry.ts';
import { PhaseBuilder, type BuiltRequest } from '../../stream/built/phase-builder.ts';

type Turn = Partial<BuiltRequest> & Pick<BuiltRequest, 'sentMs'>;

function held(...turns: readonly Turn[]): PhaseBuilder {
  const phase = new PhaseBuilder('load').stage('sessions', 1000, 9000, {
    beganMs: 0,
    endedMs: 10_000,
  });
  for (const turn of turns) {
    phase.request({ purpose: 'load', chunksMs: [turn.sentMs + 50], ...turn });
  }
  return phase;
}

function measured(name: string, phase: PhaseBuilder): Measurement {
  return measure(metricNamed(name), phase.build(10_000));
}

const TWO = held(
  { context: 'a', turn: 1, sentMs: 1010, scheduledMs: 1000, inputTokens: 10, cachedTokens: 0 },
  { context: 'a', turn: 2, sentMs: 2000, inputTokens: 40, cachedTokens: 8 },
  { context: 'b', turn: 1, sentMs: 1500, inputTokens: 20, cachedTokens: 5 },
  { context: 'b', turn: 2, sentMs: 1700, inputTokens: 30, cachedTokens: 12 },
  { context: 'b', turn: 3, sentMs: 2500, inputTokens: 40, cachedTokens: 16 },
  // A turn that is sent by itself.
  { context: '', turn: 2, sentMs: 1100, inputTokens: 1000, cachedTokens: 900 },
);

describe('metrics of conversations', () => {
  it('measure from the scheduled start of the first turn to the last response', () => {
    const { count, max, min } = measured('conversationDuration', TWO);
    expect([count, min, max]).toEqual([2, 1050, 1050]);
  });

  it('rank a conversation with a failed turn last', () => {
    const phase = held(
      { context: 'a', turn: 1, sentMs: 1000 },
      { context: 'b', turn: 1, sentMs: 1000 },
      { context: 'b', turn: 2, sentMs: 1200, outcome: 'error', errorKind: 'http', chunksMs: [] },
    );
    expect(measured('conversationDuration', phase)).toMatchObject({ count: 1 });
    expect(
      measured(
        'conversationDuration',
        held({ context: 'b', turn: 1, sentMs: 1, outcome: 'error' }),
      ),
    ).toMatchObject({ reason: 'each of 1 conversations had a failed turn' });
  });

  it('compare the input of the last turn with that of the first', () => {
    expect(measured('contextGrowth', TWO)).toMatchObject({ count: 2, avg: 3, max: 4, min: 2 });
    expect(measured('contextGrowth', held({ context: 'a', turn: 1, sentMs: 1 }))).toMatchObject({
      reason: 'no conversation had several turns whose input tokens are known',
    });
  });

  it('average the cached tokens of the turns after the first', () => {
    expect(measured('cachedTokensPerTurn', TWO)).toMatchObject({ count: 3, avg: 12 });
    const unreported = held(
      { context: 'a', turn: 1, sentMs: 1 },
      { context: 'a', turn: 2, sentMs: 9, cachedTokens: Number.NaN },
    );
    expect(measured('cachedTokensPerTurn', unreported)).toMatchObject({
      reason: 'the server did not report cached tokens',
    });
  });

  it.each(['conversationDuration', 'contextGrowth', 'cachedTokensPerTurn'])(
    'are absent with a reason outside conversations: %s',
    (name) => {
      const reason = 'the stage held no conversations';
      expect(measured(name, held({ sentMs: 1000 }))).toMatchObject({ reason });
      expect(measured(name, held({ sentMs: 1000, turn: 2 }))).toMatchObject({ reason });
    },
  );
});
