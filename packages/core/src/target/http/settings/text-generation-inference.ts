import type { SettingsReader } from './settings-source.ts';

/** Text Generation Inference. Source: `Info` in router/src/lib.rs. */
export const textGenerationInference: SettingsReader = {
  sources: [{ paths: ['/info'], version: 'version' }],
};
