import { describe, expect, it } from 'vitest';
import { answeredByCache } from '../../../src/metric/tokens/served-by-cache.ts';
import { cacheHitRate } from '../../../src/metric/tokens/cache-hit-rate.ts';
import { measure } from '../../../src/metric/measure/measure.ts';
import { encodeRunReport } from '../../../src/report/results/run-report.ts';
import { renderMarkdownSummary } from '../../../src/report/markdown/render-markdown.ts';
import { renderTerminal } from '../../../src/report/terminal/render-terminal.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';
import { concluded } from '../concluded.ts';

interface BuiltCache {
  /** Tokens of every prompt that a cache served, of 48. */
  readonly cachedTokens: number;
  /** Around every prompt. */
  readonly template?: number;
  readonly sharing?: 'prefix' | 'turns';
}

function load({ cachedTokens, template, sharing }: BuiltCache): PhaseBuilder {
  const phase = new PhaseBuilder('load').stage(
    'open',
    0,
    5000,
    sharing === undefined ? {} : { sharing },
  );
  if (template !== undefined) {
    phase.event(0, (place) => ({
      kind: 'template-measured',
      ...place,
      model: 'small',
      tokens: template,
    }));
  }
  for (let sentMs = 0; sentMs < 4800; sentMs += 120) {
    phase.request({
      purpose: 'load',
      stage: 'open',
      sentMs,
      chunksMs: [sentMs + 5, sentMs + 10],
      inputTokens: 48,
      cachedTokens,
    });
  }
  return phase;
}

describe('a run that the prefix cache of the server served', () => {
  const conclusion = concluded([load({ cachedTokens: 47, template: 12 }).build(5900)]);

  it('is marked next to its verdict in every format', () => {
    const said = 'prefix cache hit rate of prompts without a shared prefix: load, open 97.2%';
    expect(renderTerminal(conclusion).split('\n').slice(0, 2)).toEqual([
      expect.stringContaining('1 of 1 phases passed, 5.90 s'),
      `      ${said}`,
    ]);
    expect(renderMarkdownSummary(conclusion).replaceAll('\\', '')).toContain(said);
    expect(encodeRunReport(conclusion.report)).toMatchObject({ cache: said });
    expect(conclusion.results.phases[0]?.stages[0]?.answeredByCache).toBeCloseTo(35 / 36, 12);
  });

  it('is none where the cache served the template alone', () => {
    const phase = load({ cachedTokens: 12, template: 12 }).build(5900);
    expect(answeredByCache(phase)).toBeUndefined();
    expect(measure(cacheHitRate, phase).avg).toBe(0);
    expect(renderTerminal(concluded([phase]))).not.toContain('prompts without a shared prefix');
  });

  it.each(['prefix', 'turns'] as const)('is none where prompts share a %s by design', (sharing) => {
    expect(answeredByCache(load({ cachedTokens: 40, sharing }).build(5900))).toBeUndefined();
  });

  it('is none where the server reports no cached tokens', () => {
    expect(answeredByCache(load({ cachedTokens: Number.NaN }).build(5900))).toBeUndefined();
  });
});

describe('cached tokens that are not reported', () => {
  it('are absent with the flag of the server that would report them', () => {
    const phase = load({ cachedTokens: Number.NaN }).event(0, (place) => ({
      kind: 'target-described',
      ...place,
      target: 'vllm',
      version: '0.32.0',
      models: ['small'],
      details: {},
    }));
    expect(measure(cacheHitRate, phase.build(5900)).reason).toContain(
      'start vLLM with --enable-prompt-tokens-details',
    );
  });
});

describe('a nonce that was set', () => {
  it('is reported as a repetition of prompts, and a random one is not', () => {
    const phase = load({ cachedTokens: 0 }).build(5900);
    const textWith = (isGiven: boolean): string =>
      renderTerminal(concluded([phase], { nonce: { text: 'abc', isGiven } }), { detail: 'brief' });
    expect(textWith(true)).toContain('Prompts repeat those of nonce abc');
    expect(textWith(false)).not.toContain('abc');
  });
});
