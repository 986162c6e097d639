import type { ServerKind } from '../probe/identify-server.ts';
import { litellm } from './litellm.ts';
import { llamaCpp } from './llama-cpp.ts';
import { lmdeploy } from './lmdeploy.ts';
import { ollama } from './ollama.ts';
import { openai } from './openai.ts';
import type { SettingsReader } from './settings-source.ts';
import { sglang } from './sglang.ts';
import { textEmbeddingsInference } from './text-embeddings-inference.ts';
import { textGenerationInference } from './text-generation-inference.ts';
import { trtllm } from './trtllm.ts';
import { vllm } from './vllm.ts';

/** Where servers report their settings, by kind. */
export const SETTINGS_READERS: Readonly<Record<ServerKind, SettingsReader>> = {
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
