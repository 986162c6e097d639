import { isAnswered } from '../../../metric/service-requests.ts';
import type { RequestRow } from '../../../stream/request-row.ts';
import { figure, inEachPhase, type Rule } from '../rule.ts';

/** Share of the prompts' own tokens from a cache from which TTFT is no longer that of fresh prompts. */
const SHARE = 0.1;

/** Caches work in blocks of so many tokens: up to one more than the template may be shared by chance. */
const BLOCK_TOKENS = 16;

/**
 * TTFT that a prompt cache made shorter than that of fresh prompts. What the chat template adds is the same in every prompt
 * of every user, so that a cache of it distorts nothing: only tokens beyond it count.
 */
export const cacheDistorts: Rule = {
  name: 'cache-distorts',
  section: 'latency',
  look: inEachPhase(({ streams }) => {
    let cached = 0;
    let own = 0;
    for (const row of streams.requests) {
      const { ownTokens, ownCached } = tokensOf(row);
      if (Number.isNaN(ownCached)) continue;
      own += ownTokens;
      cached += ownCached;
    }
    const share = cached / own;
    if (!(share > SHARE)) return [];
    return [
      {
        severity: 'warning',
        finding: 'A prompt cache served part of the prompts: TTFT is below that of fresh prompts',
        evidence: [figure('of the prompt tokens beyond the template', 'ratio', share)],
        advice:
          'Compare only with runs of the same cache hit rate. To measure fresh prompts, use prompts that were not sent before or disable the cache.',
      },
    ];
  }),
};

/** Prompt tokens beyond the template, and how many of them a cache served; `NaN` where the server does not report it. */
function tokensOf(row: RequestRow): { ownTokens: number; ownCached: number } {
  const { inputTokens, offeredTokens, cachedTokens } = row;
  if (!isAnswered(row) || Number.isNaN(inputTokens)) {
    return { ownTokens: Number.NaN, ownCached: Number.NaN };
  }
  const template = Number.isNaN(offeredTokens) ? 0 : Math.max(0, inputTokens - offeredTokens);
  const shared = template === 0 ? 0 : template + BLOCK_TOKENS;
  return {
    ownTokens: Math.max(0, inputTokens - template),
    ownCached: cachedTokens > shared ? cachedTokens - template : Math.min(0, cachedTokens),
  };
}
