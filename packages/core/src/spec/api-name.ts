/** APIs whose responses are one result for each input, and no text. */
export const ITEM_API_NAMES = [
  'openai-embeddings',
  'rerank',
  'tei-rerank',
  'score',
  'classify',
  'pooling',
] as const;

/** One of {@link ITEM_API_NAMES}. */
export type ItemApiName = (typeof ITEM_API_NAMES)[number];

/** The supported APIs of servers. */
export const API_NAMES = [
  'openai-chat',
  'openai-completions',
  'llama-completion',
  'ollama-chat',
  'ollama-generate',
  'openai-responses',
  'anthropic-messages',
  'openai-transcription',
  'openai-speech',
  ...ITEM_API_NAMES,
] as const;

/** One of {@link API_NAMES}. */
export type ApiName = (typeof API_NAMES)[number];

/** APIs that were never tested on a real server, only on the mock server. */
export const UNPROVEN_API_NAMES: readonly ApiName[] = [
  'openai-transcription',
  'openai-speech',
  'tei-rerank',
];

/** The path of requests of each API, after the base path of the server. */
export const API_PATHS: Readonly<Record<ApiName, string>> = {
  'openai-chat': '/v1/chat/completions',
  'openai-completions': '/v1/completions',
  'llama-completion': '/completion',
  'ollama-chat': '/api/chat',
  'ollama-generate': '/api/generate',
  'openai-responses': '/v1/responses',
  'anthropic-messages': '/v1/messages',
  'openai-transcription': '/v1/audio/transcriptions',
  'openai-speech': '/v1/audio/speech',
  'openai-embeddings': '/v1/embeddings',
  rerank: '/v1/rerank',
  'tei-rerank': '/rerank',
  score: '/score',
  classify: '/classify',
  pooling: '/pooling',
};

/** Names of the limit on output tokens in the OpenAI API. */
export const MAX_TOKENS_FIELDS = ['max_tokens', 'max_completion_tokens'] as const;

/** APIs whose inputs are documents that a query is compared with: each pair is one item. */
const PAIR_APIS: ReadonlySet<string> = new Set([
  'rerank',
  'tei-rerank',
  'score',
] satisfies ItemApiName[]);

const ITEM_APIS: ReadonlySet<string> = new Set(ITEM_API_NAMES);

/** Whether responses of an API are results of its inputs, and no text: nothing is streamed, and no token is generated. */
export function isItemApi(api: string): boolean {
  return ITEM_APIS.has(api);
}

/** Whether the inputs of an API are compared with a query. */
export function isPairApi(api: string): boolean {
  return PAIR_APIS.has(api);
}
