import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { prefixCacheUse } from './prefix-cache-use.ts';

/** Share of prompt tokens above which latency is that of the cache. */
const SHARE = 0.1;

/**
 * How much of prompts that have nothing in common by design a cache served all the same, where it is more than a tenth:
 * the server has seen these prompts before. Latency is that of repeated prompts then.
 * @returns the share of the prompt tokens, template left out; undefined below that, or where nothing is known
 */
export function answeredByCache(phase: PhaseStreams): number | undefined {
  const shared = new Set(
    phase.stages.flatMap(({ name, sharing }) => (sharing === undefined ? [] : [name])),
  );
  const { cachedTokens, promptTokens } = prefixCacheUse(phase, ({ stage }) => !shared.has(stage));
  const share = cachedTokens / promptTokens;
  return share > SHARE ? share : undefined;
}
