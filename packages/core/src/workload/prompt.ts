/** One turn of a conversation. */
export interface PromptMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** The prompt of one request. */
export interface Prompt {
  readonly messages: readonly PromptMessage[];
  /** Tokens of the messages by the target's tokenizer; `NaN` where unknown. */
  readonly inputTokens: number;
  /** Maximum output tokens; `NaN` in a dataset that does not set them. */
  readonly outputTokens: number;
}

/** A prompt of one turn. */
export function userPrompt(text: string, inputTokens: number, outputTokens: number): Prompt {
  return { messages: [{ role: 'user', content: text }], inputTokens, outputTokens };
}
