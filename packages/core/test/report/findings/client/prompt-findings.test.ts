import { describe, expect, test } from 'vitest';
import { promptLengthsDiffer } from '../../../../src/report/findings/client/prompt-lengths-differ.ts';
import { promptsTooSlow } from '../../../../src/report/findings/client/prompts-too-slow.ts';
import { clientUsage } from '../../../stream/built/client-values.ts';
import type { BuiltStage } from '../../../stream/built/built-stage.ts';
import { PhaseBuilder } from '../../../stream/built/phase-builder.ts';
import { advice } from '../advice.ts';

/** A closed loop of two connections over five seconds, whose prompts were generated with 200 tokens. */
function closedLoop(
  readTokens: number,
  around: number,
  promptWaitMs = 0,
  prompts: BuiltStage['prompts'] = 'tokenizer',
): PhaseBuilder {
  const phase = new PhaseBuilder('load')
    .event(0, (place) => ({ kind: 'template-measured', ...place, model: 'small', tokens: around }))
    .stage('closed', 0, 5000, {
      load: { kind: 'closed', concurrency: 2, durationMs: 5000 },
      prompts,
    })
    .event(5000, (place) => ({
      kind: 'client-usage',
      ...place,
      stage: 'closed',
      usage: { ...clientUsage, promptWaitMs },
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

describe('prompt-lengths-differ', () => {
  test('reports prompts that the server read with other lengths', () => {
    expect(advice(promptLengthsDiffer, closedLoop(230, 12))).toEqual([
      expect.stringContaining(
        'Prompts had 230 tokens with the chat template instead of the requested 200 without it (p50)',
      ),
    ]);
    expect(advice(promptLengthsDiffer, closedLoop(100, 12))).toHaveLength(1);
  });

  test('reports nothing where the difference is the chat template', () => {
    expect(advice(promptLengthsDiffer, closedLoop(212, 12))).toEqual([]);
    expect(advice(promptLengthsDiffer, closedLoop(200, 0))).toEqual([]);
  });
});

describe('prompt-lengths-differ with a local tokenizer', () => {
  test('reports by how much it differs from that of the model', () => {
    expect(advice(promptLengthsDiffer, closedLoop(262, 12, 0, 'local-tokenizer'))).toEqual([
      expect.stringMatching(
        /The local tokenizer is not that of the model: it counted 200 tokens where the server read 250 .*tokens read per local token 1\.25.*--tokenizer/su,
      ),
    ]);
  });

  test('reports nothing where it is that of the model', () => {
    const loop = closedLoop(212, 12, 0, 'local-tokenizer');
    expect(advice(promptLengthsDiffer, loop)).toEqual([]);
  });
});

describe('prompts-too-slow', () => {
  test('names the client where connections were idle without a prompt', () => {
    expect(advice(promptsTooSlow, closedLoop(212, 12, 1000))).toEqual([
      expect.stringMatching(
        /Prompt generation was too slow.*idle share of connection time 10\.0%/u,
      ),
    ]);
  });

  test('reports nothing where prompts were there', () => {
    expect(advice(promptsTooSlow, closedLoop(212, 12))).toEqual([]);
    expect(advice(promptsTooSlow, closedLoop(212, 12, 50))).toEqual([]);
  });
});
