import type { SettingsSource } from './settings-source.ts';

/** Text Embeddings Inference. Source: `Info` in router/src/lib.rs. */
export const textEmbeddingsInference: readonly SettingsSource[] = [
  { paths: ['/info'], version: 'version' },
];
