import type { LengthField } from '../../codec/request-shape.ts';
import type { ServerKind } from './identify-server.ts';

/**
 * How each kind of server is asked for a response of an exact length. `min_tokens` keeps the end of a response from being
 * sampled, so that every token has text; `ignore_eos` does the same in llama.cpp, and is the only one that both APIs of
 * LMDeploy have. Ollama and Text Generation Inference have neither. A gateway passes on what the server behind it may
 * refuse, and so may a server of unknown kind: they are asked for nothing.
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
