import {
  UNREPORTED_SERVER_TIMINGS,
  type ServerTimings,
  type TokenUsage,
} from '../decoded-response.ts';
import { numberOf } from './json-fields.ts';
import { countOf, firstKnown } from './token-usage.ts';

/**
 * The `timings` of a llama.cpp server. The number of prompt tokens in its context follows from one of three sources:
 * a count of cached tokens (`cache_n + prompt_n`), the end position (`n_past`, which excludes the last predicted
 * token), or the usage of the same event.
 * @param usage in the same event; its counts are `NaN` where there is none
 */
export function readTimings(
  timings: Readonly<Record<string, unknown>>,
  { inputTokens, cachedTokens }: TokenUsage,
): ServerTimings {
  const promptTokens = countOf(timings['prompt_n']);
  const cacheTokens = countOf(timings['cache_n']);
  const predictedTokens = countOf(timings['predicted_n']);
  const pastTokens = countOf(timings['n_past']);
  const counted = promptTokens + cacheTokens;
  const past = pastTokens - predictedTokens + 1;
  const besideUsage = promptTokens + cachedTokens;
  return {
    ...UNREPORTED_SERVER_TIMINGS,
    promptTokens,
    promptMs: numberOf(timings['prompt_ms']),
    predictedTokens,
    predictedMs: numberOf(timings['predicted_ms']),
    decodedTokens: decodedTokens(timings, predictedTokens),
    draftTokens: countOf(timings['draft_n']),
    acceptedDraftTokens: countOf(timings['draft_n_accepted']),
    contextTokens: countOf(timings['n_ctx']),
    cachedTokens: Number.isNaN(cacheTokens) ? unread(inputTokens, promptTokens) : cacheTokens,
    heldPromptTokens: firstKnown(counted, past, besideUsage),
  };
}

/** Merges what a later event reports into the known values; an absent field keeps its value. */
export function mergeTimings(known: ServerTimings, reported: ServerTimings): ServerTimings {
  const latest = (field: keyof ServerTimings): number => firstKnown(reported[field], known[field]);
  return {
    promptTokens: latest('promptTokens'),
    promptMs: latest('promptMs'),
    predictedTokens: latest('predictedTokens'),
    predictedMs: latest('predictedMs'),
    decodedTokens: latest('decodedTokens'),
    loadMs: latest('loadMs'),
    totalMs: latest('totalMs'),
    draftTokens: latest('draftTokens'),
    acceptedDraftTokens: latest('acceptedDraftTokens'),
    contextTokens: latest('contextTokens'),
    cachedTokens: latest('cachedTokens'),
    heldPromptTokens: latest('heldPromptTokens'),
  };
}

/**
 * Tokens that the generation time covers. Servers of 2026 exclude the first token, which comes from the logits of the
 * prompt; older ones include it. The rate in the same object shows which.
 */
function decodedTokens(
  timings: Readonly<Record<string, unknown>>,
  predictedTokens: number,
): number {
  const perSecond = numberOf(timings['predicted_per_second']);
  const counted = Math.round((perSecond * numberOf(timings['predicted_ms'])) / 1000);
  return firstKnown(countOf(counted), predictedTokens);
}

/** Prompt tokens that needed no processing; `NaN` if the counts cannot belong to the same prompt. */
function unread(inputTokens: number, promptTokens: number): number {
  return inputTokens >= promptTokens ? inputTokens - promptTokens : Number.NaN;
}
