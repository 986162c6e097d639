import { describe, expect, test } from 'vitest';
import { promptLengthsOff } from '../../../../src/report/findings/client/prompt-lengths-off.ts';
import { promptsTooSlow } from '../../../../src/report/findings/client/prompts-too-slow.ts';
import { clientAccount } from '../../../stream/built/client-values.ts';
import { PhaseBuilder } from '../../../stream/built/phase-builder.ts';
import { advice } from '../advice.ts';

/** A closed loop of two connections over five seconds, whose prompts were made of 200 tokens. */
function closedLoop(readTokens: number, around: number, promptWaitMs = 0): PhaseBuilder {
  const phase = new PhaseBuilder('load')
    .event(0, (place) => ({ kind: 'template-measured', ...place, model: 'small', tokens: around }))
    .stage('closed', 0, 5000, {
      load: { kind: 'closed', concurrency: 2, durationMs: 5000 },
      prompts: 'tokenizer',
    })
    .event(5000, (place) => ({
      kind: 'client-account',
      ...place,
      stage: 'closed',
      account: { ...clientAccount, promptWaitMs },
    }));
  for (let sentMs = 0; sentMs < 4800; sentMs += 120) {
    phase.request({
      purpose: 'load',
      stage: 'closed',
      sentMs,
      chunksMs: [sentMs + 50, sentMs + 100],
      inputTokens: readTokens,
      offeredTokens: 200,
    });
  }
  return phase;
}

describe('prompt-lengths-off', () => {
  test('reports prompts that the server read with other lengths', () => {
    expect(advice(promptLengthsOff, closedLoop(230, 12))).toEqual([
      expect.stringContaining('Prompts had 230 tokens where 200 were requested (p50)'),
    ]);
    expect(advice(promptLengthsOff, closedLoop(100, 12))).toHaveLength(1);
  });

  test('reports nothing where the difference is what is around every prompt', () => {
    expect(advice(promptLengthsOff, closedLoop(212, 12))).toEqual([]);
    expect(advice(promptLengthsOff, closedLoop(200, 0))).toEqual([]);
  });
});

describe('prompts-too-slow', () => {
  test('names the client where connections were idle for want of a prompt', () => {
    expect(advice(promptsTooSlow, closedLoop(212, 12, 1000))).toEqual([
      expect.stringMatching(/client made prompts too slowly.*share of their time 10\.0%/u),
    ]);
  });

  test('reports nothing where prompts were there', () => {
    expect(advice(promptsTooSlow, closedLoop(212, 12))).toEqual([]);
    expect(advice(promptsTooSlow, closedLoop(212, 12, 50))).toEqual([]);
  });
});
