import { describe, expect, it } from 'vitest';
import { prefixCacheMissed } from '../../../../src/report/findings/server/prefix-cache-missed.ts';
import { PhaseBuilder } from '../../../stream/built/phase-builder.ts';
import { advice, severities } from '../advice.ts';

/** A stage with one prompt of 100 tokens, of which an earlier prompt has these. */
function prompt(sharedTokens: number, cachedTokens: number): PhaseBuilder {
  return new PhaseBuilder('p').stage('trace', 0, 100, { sharing: 'prefix' }).request({
    purpose: 'load',
    stage: 'trace',
    sentMs: 0,
    chunksMs: [9],
    inputTokens: 100,
    offeredTokens: 100,
    sharedTokens,
    cachedTokens,
  });
}

describe('prefix-cache-missed', () => {
  it('is a note where the cache served far less than prompts share', () => {
    const found = prompt(80, 20);
    expect(severities(prefixCacheMissed, found)).toEqual(['note']);
    expect(advice(prefixCacheMissed, found)[0]).toMatch(
      /prefix cache hit rate 20\.0%, ideal prefix cache hit rate 80\.0%/,
    );
  });

  it.each([
    ['the cache served what prompts share', prompt(80, 72)],
    ['prompts share nothing by design', prompt(Number.NaN, 0)],
    ['the server reports no cached tokens', prompt(80, Number.NaN)],
  ])('reports nothing where %s', (_what, phase) => {
    expect(advice(prefixCacheMissed, phase)).toEqual([]);
  });
});
