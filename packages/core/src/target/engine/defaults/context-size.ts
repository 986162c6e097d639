import type { ModelShape } from './model-shape.ts';

/** Phases fill a whole context, so a longer default would make every run of a long-context model slow. */
const MAX_DEFAULT_TOKENS = 4096;

/** Fewer do not hold the default prompts. */
const MIN_DEFAULT_TOKENS = 512;

/** llama.cpp pads contexts to multiples of this. */
const STEP_TOKENS = 256;

/** Share of the memory beside the weights that contexts may take. */
const MEMORY_SHARE = 0.5;

/**
 * The default context length of a model, tokens: as trained, at most 4,096, and at most as many as fit `parallel` times into
 * half of the memory beside its weights, but at least 512 where the model was trained for as many.
 * @param memoryBytes of the machine or its cgroup: free memory would give two runs different contexts
 */
export function chooseContextTokens(
  { trainedTokens, cacheBytesPerToken, fileBytes }: ModelShape,
  parallel: number,
  memoryBytes: number,
): number {
  const trained = Number.isNaN(trainedTokens) ? MAX_DEFAULT_TOKENS : trainedTokens;
  const room = (MEMORY_SHARE * (memoryBytes - fileBytes)) / (parallel * cacheBytesPerToken);
  const fitting = Number.isNaN(room)
    ? MAX_DEFAULT_TOKENS
    : Math.max(MIN_DEFAULT_TOKENS, Math.floor(room / STEP_TOKENS) * STEP_TOKENS);
  return Math.min(trained, MAX_DEFAULT_TOKENS, fitting);
}
