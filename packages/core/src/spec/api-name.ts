/** The supported APIs of servers. */
export const API_NAMES = [
  'openai-chat',
  'openai-completions',
  'llama-completion',
  'ollama-chat',
  'ollama-generate',
  'openai-responses',
  'anthropic-messages',
] as const;

/** One of {@link API_NAMES}. */
export type ApiName = (typeof API_NAMES)[number];

/** The path of text requests of each API, after the base path of the server. */
export const API_PATHS: Readonly<Record<ApiName, string>> = {
  'openai-chat': '/v1/chat/completions',
  'openai-completions': '/v1/completions',
  'llama-completion': '/completion',
  'ollama-chat': '/api/chat',
  'ollama-generate': '/api/generate',
  'openai-responses': '/v1/responses',
  'anthropic-messages': '/v1/messages',
};

/** Names of the limit on output tokens in the OpenAI API. */
export const MAX_TOKENS_FIELDS = ['max_tokens', 'max_completion_tokens'] as const;
