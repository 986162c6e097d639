import type { SettingsReader } from './settings-source.ts';

/** Text Embeddings Inference. Source: `Info` in router/src/lib.rs. */
export const textEmbeddingsInference: SettingsReader = {
  sources: [{ paths: ['/info'], version: 'version' }],
};
