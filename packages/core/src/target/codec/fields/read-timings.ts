import {
  UNREPORTED_SERVER_TIMINGS,
  type ServerTimings,
  type TokenUsage,
} from '../decoded-response.ts';
import { numberOf } from './json-fields.ts';
import { countOf, firstKnown } from './token-usage.ts';

/**
 * The `timings` of a llama.cpp server. How much of a prompt its context held is told in one of three ways: by counting
 * the cache (`cache_n + prompt_n`), by the place where it ended (`n_past`, which leaves out the last token that was
 * predicted), or not at all but in the usage beside it.
 * @param usage in the same event; untold where there is none
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

/** Adds what a later event reports to what is known; a field that it leaves out keeps its value. */
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
 * Tokens that the time of generation covers. Servers of 2026 leave the first token out, which comes from the logits of the
 * prompt; older ones count it. Which one it was shows in the rate that stands in the same object.
 */
function decodedTokens(
  timings: Readonly<Record<string, unknown>>,
  predictedTokens: number,
): number {
  const perSecond = numberOf(timings['predicted_per_second']);
  const counted = Math.round((perSecond * numberOf(timings['predicted_ms'])) / 1000);
  return firstKnown(countOf(counted), predictedTokens);
}

/** Tokens of a prompt that were not read for the answer; `NaN` where the counts cannot be of the same prompt. */
function unread(inputTokens: number, promptTokens: number): number {
  return inputTokens >= promptTokens ? inputTokens - promptTokens : Number.NaN;
}
