/** The APIs of servers that can be spoken. */
export const API_NAMES = [
  'openai-chat',
  'openai-completions',
  'llama-completion',
  'ollama-chat',
  'ollama-generate',
] as const;

/** One of {@link API_NAMES}. */
export type ApiName = (typeof API_NAMES)[number];

/** Names that servers of the OpenAI API have for the limit on output tokens. */
export const MAX_TOKENS_FIELDS = ['max_tokens', 'max_completion_tokens'] as const;
