import type { RequestContent } from '../spec/content/request-content.ts';

/** One request of a load, before it has a time. */
export interface Prompt extends RequestContent {
  /** Tokens of the messages by the target's tokenizer; `NaN` where unknown. */
  readonly inputTokens: number;
  /** Of these, tokens at the beginning that an earlier prompt of the phase has; absent where unknown. */
  readonly sharedTokens?: number;
  /** Maximum output tokens; `NaN` in a dataset that does not set them. */
  readonly outputTokens: number;
  /** Whether the response must have exactly that many; as the stage is configured when absent. */
  readonly isLengthDemanded?: boolean;
  /** The model of this request; that of the stage when absent. */
  readonly model?: string;
  /** The name that its data set gives it; none when absent. */
  readonly label?: string;
  /** Its turn of a conversation, from 1; absent for a request without one. */
  readonly turn?: number;
}

/** A prompt of one turn. */
export function userPrompt(text: string, inputTokens: number, outputTokens: number): Prompt {
  return { messages: [{ role: 'user', content: text }], inputTokens, outputTokens };
}
