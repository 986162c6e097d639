import type { LengthField } from '../../codec/request-shape.ts';
import type { ServerKind } from './identify-server.ts';

/**
 * The field that demands an exact response length, by kind of server. `min_tokens` prevents sampling of the end token, so
 * that every token has text; `ignore_eos` does the same in llama.cpp, and is the only field in both APIs of LMDeploy. Ollama
 * and Text Generation Inference have neither. The server behind a gateway, or one of unknown kind, may reject either field,
 * so they get none.
 */
export const LENGTH_FIELDS: Readonly<Record<ServerKind, LengthField>> = {
  vllm: 'min_tokens',
  sglang: 'min_tokens',
  trtllm: 'min_tokens',
  'llama.cpp': 'ignore_eos',
  lmdeploy: 'ignore_eos',
  ollama: 'none',
  litellm: 'none',
  tgi: 'none',
  tei: 'none',
  'loadcell mock': 'none',
  openai: 'none',
};
