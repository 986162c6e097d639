import type { ServerKind } from '../probe/identify-server.ts';
import { litellm } from './litellm.ts';
import { llamaCpp } from './llama-cpp.ts';
import { lmdeploy } from './lmdeploy.ts';
import { ollama } from './ollama.ts';
import { openai } from './openai.ts';
import type { SettingsSource } from './settings-source.ts';
import { sglang } from './sglang.ts';
import { textEmbeddingsInference } from './text-embeddings-inference.ts';
import { textGenerationInference } from './text-generation-inference.ts';
import { trtllm } from './trtllm.ts';
import { vllm } from './vllm.ts';

/** Where servers report their settings, by kind. */
export const SETTINGS_SOURCES: Readonly<Record<ServerKind, readonly SettingsSource[]>> = {
  'llama.cpp': llamaCpp,
  vllm,
  sglang,
  ollama,
  litellm,
  tgi: textGenerationInference,
  tei: textEmbeddingsInference,
  trtllm,
  lmdeploy,
  'loadcell mock': openai,
  openai,
};
