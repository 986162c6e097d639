import type { SettingsSource } from './settings-source.ts';

/** Text Generation Inference. Source: `Info` in router/src/lib.rs. */
export const textGenerationInference: readonly SettingsSource[] = [
  { paths: ['/info'], version: 'version' },
];
