/** Parameters of a tiny model. The same recipe gives the same bytes on every machine. */
export interface TinyModelRecipe {
  /** Its name in configurations, reports and the file name. */
  readonly name: string;
  /** Length of a hidden state. */
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  /** Width of the feed-forward layer. */
  readonly feedForwardWidth: number;
  /** Trained context length that the model claims, tokens. */
  readonly trainedContextTokens: number;
  readonly seed: number;
  /** SHA-256 of the recipe's file: the only proof that a file is valid. */
  readonly sha256: string;
}

/** Part of every file name: increased whenever a recipe, the vocabulary or the writer changes the bytes. */
export const RECIPE_VERSION = 1;

/** About 8 MB. */
export const SMALL_RECIPE: TinyModelRecipe = Object.freeze({
  name: 'tiny-8mb',
  width: 256,
  layers: 4,
  heads: 4,
  feedForwardWidth: 688,
  trainedContextTokens: 2048,
  seed: 0x10adce11,
  sha256: '6fd19c04f3020c25a0504a10b27ac22d937b99ac216c9d3cdf6fc0fd8b5a39cc',
});

/** About 54 MB: enough above the small one to distinguish them by memory. */
export const LARGE_RECIPE: TinyModelRecipe = Object.freeze({
  name: 'tiny-54mb',
  width: 512,
  layers: 8,
  heads: 8,
  feedForwardWidth: 1376,
  trainedContextTokens: 2048,
  seed: 0x10adce12,
  sha256: 'eccd23e8b9897bf9e07d8691688a535373745dec34eb15d007146540857f0e81',
});
