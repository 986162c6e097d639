import { counter, gauge, histogram } from './quantity.ts';

/** Tokens and caches, speculative decoding included. */
export const TOKEN_QUANTITIES = {
  promptTokens: counter('tokens', 'prompt tokens, cached ones included'),
  computedPromptTokens: counter('tokens', 'prompt tokens not found in a cache'),
  livePromptTokens: counter('tokens', 'prompt tokens, counted while the request runs'),
  generatedTokens: counter('tokens', 'generated tokens'),
  liveGeneratedTokens: counter('tokens', 'generated tokens, counted while the request runs'),
  promptTokensPerRequest: histogram('tokens', 'prompt tokens of a request'),
  generatedTokensPerRequest: histogram('tokens', 'generated tokens of a request'),
  choicesPerRequest: histogram('count', 'choices of a request'),

  kvCacheUsage: gauge('ratio', 'each', 'share of the KV cache in use'),
  fullAttentionCacheUsage: gauge('ratio', 'each', 'share of the full-attention pool in use'),
  kvCacheTokens: gauge('tokens', 'sum', 'tokens in the KV cache'),
  kvCacheCapacityTokens: gauge('tokens', 'sum', 'tokens that the KV cache can hold'),
  kvCacheTokensPerBlock: gauge('tokens', 'each', 'tokens of a block of the KV cache'),
  kvCacheBlocksUsed: gauge('blocks', 'sum', 'blocks of the KV cache in use'),
  kvCacheBlocksFree: gauge('blocks', 'sum', 'free blocks of the KV cache'),
  kvCacheBlocksTotal: gauge('blocks', 'sum', 'blocks of the KV cache'),
  contextLength: gauge('tokens', 'each', 'longest context of a request'),

  prefixCacheQueryTokens: counter('tokens', 'prompt tokens looked up in the prefix cache'),
  prefixCacheHitTokens: counter('tokens', 'prompt tokens found in the prefix cache'),
  prefixCacheQueryBlocks: counter('blocks', 'blocks looked up in the prefix cache'),
  prefixCacheHitBlocks: counter('blocks', 'blocks found in the prefix cache'),
  prefixCacheHitTokensBySource: counter(
    'tokens',
    'prompt tokens found in a cache, by cache location',
  ),
  externalPrefixCacheQueryTokens: counter('tokens', 'prompt tokens looked up in a remote cache'),
  externalPrefixCacheHitTokens: counter('tokens', 'prompt tokens found in a remote cache'),

  specDecodeDrafts: counter('count', 'speculative drafts'),
  specDecodeDraftTokens: counter('tokens', 'tokens of speculative drafts'),
  specDecodeAcceptedTokens: counter('tokens', 'accepted tokens of speculative drafts'),
  specDecodeDraftTokensByPosition: counter('tokens', 'tokens of drafts, by position in the draft'),
  specDecodeAcceptedTokensByPosition: counter(
    'tokens',
    'accepted tokens, by position in the draft',
  ),
  specDecodeVerifications: counter('count', 'verification steps of speculative decoding'),
  specDecodeAcceptedLength: gauge(
    'tokens',
    'each',
    'tokens per verification, as defined by the server',
  ),
  specDecodeAcceptanceRate: gauge('ratio', 'each', 'acceptance rate, as defined by the server'),

  loraSlotsUsed: gauge('count', 'sum', 'LoRA slots in use'),
  loraSlotsTotal: gauge('count', 'sum', 'LoRA slots'),
  loraPoolUsage: gauge('ratio', 'each', 'share of the LoRA pool in use'),
};
