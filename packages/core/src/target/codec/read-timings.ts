import type { ServerTimings } from './answer.ts';
import { numberOf } from './json-fields.ts';

/**
 * The `timings` of a llama.cpp server. How much of a prompt its context held is told in one of three ways: by counting
 * the cache (`cache_n + prompt_n`), by the place where it ended (`n_past`, which leaves out the last token that was
 * predicted), or not at all but in the usage beside it.
 * @param cachedTokens of the usage, `NaN` where that is untold
 */
export function readTimings(
  timings: Readonly<Record<string, unknown>>,
  cachedTokens: number,
): ServerTimings {
  const promptTokens = numberOf(timings['prompt_n']);
  const predictedTokens = numberOf(timings['predicted_n']);
  const pastTokens = numberOf(timings['n_past']);
  const counted = promptTokens + numberOf(timings['cache_n']);
  const past = pastTokens - predictedTokens + 1;
  const besideUsage = promptTokens + cachedTokens;
  return {
    promptTokens,
    promptMs: numberOf(timings['prompt_ms']),
    predictedTokens,
    predictedMs: numberOf(timings['predicted_ms']),
    loadMs: Number.NaN,
    contextTokens: numberOf(timings['n_ctx']),
    heldPromptTokens:
      [counted, past, besideUsage].find((tokens) => Number.isFinite(tokens)) ?? Number.NaN,
  };
}
