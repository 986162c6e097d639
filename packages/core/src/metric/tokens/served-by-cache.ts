import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { prefixCacheUse } from './prefix-cache-use.ts';

/** Share of cached prompt tokens above which latency reflects the cache. */
const SHARE = 0.1;

/**
 * The share of unique prompts that a cache served nevertheless, where it is more than a tenth: the server has seen these
 * prompts before, so latency is that of repeated prompts.
 * @returns the share of the prompt tokens, without the template; undefined below a tenth, or when unknown
 */
export function answeredByCache(phase: PhaseStreams): number | undefined {
  const shared = new Set(
    phase.stages.flatMap(({ name, sharing }) => (sharing === undefined ? [] : [name])),
  );
  const { cachedTokens, promptTokens } = prefixCacheUse(phase, ({ stage }) => !shared.has(stage));
  const share = cachedTokens / promptTokens;
  return share > SHARE ? share : undefined;
}
