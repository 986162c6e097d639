/** One turn of a conversation. */
export interface PromptMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** What one request asks, made before the load begins. */
export interface Prompt {
  readonly messages: readonly PromptMessage[];
  /** Tokens of the messages by the host's tokenizer; `NaN` where they were not counted. */
  readonly inputTokens: number;
  /** Tokens to generate at the most; `NaN` in a file of prompts that leaves it open. */
  readonly outputTokens: number;
}

/** Counts tokens of a text, as the host under test does. */
export interface TokenCounting {
  /** False where tokens are estimated from words: then a prompt comes as near to its length as it can. */
  readonly isExact: boolean;
  readonly count: (text: string) => Promise<number>;
}

/** A prompt of one turn. */
export function userPrompt(text: string, inputTokens: number, outputTokens: number): Prompt {
  return { messages: [{ role: 'user', content: text }], inputTokens, outputTokens };
}
