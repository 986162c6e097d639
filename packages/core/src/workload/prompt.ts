/** One turn of a conversation. */
export interface PromptMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** What one request asks. */
export interface Prompt {
  readonly messages: readonly PromptMessage[];
  /** Tokens of the messages by the target's tokenizer; `NaN` where they are not known. */
  readonly inputTokens: number;
  /** Tokens to generate at most; `NaN` in a file of prompts that leaves it open. */
  readonly outputTokens: number;
}

/** A prompt of one turn. */
export function userPrompt(text: string, inputTokens: number, outputTokens: number): Prompt {
  return { messages: [{ role: 'user', content: text }], inputTokens, outputTokens };
}
