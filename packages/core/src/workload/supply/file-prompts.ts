import { drawLength, type LengthSpec } from '../length-spec.ts';
import type { ChatMessage } from '../../spec/content/chat-message.ts';
import type { Prompt } from '../prompt.ts';
import { PromptSource } from '../prompts.ts';
import { createRandom } from '../random.ts';
import type { PromptSeed } from '../text/run-words.ts';
import type { PromptSupply } from './prompt-supply.ts';

/** Words before a prompt of a dataset that make it unique: fewer tokens than a block of a prefix cache. */
export const UNIQUE_WORDS = 8;

/** How prompts of a dataset are sent. */
export interface FilePromptOptions {
  /** For prompts without `outputTokens`. */
  readonly outputTokens: LengthSpec;
  /** Whether each begins with words of the nonce, so that no cache serves it; sent unchanged otherwise. */
  readonly isUnique: boolean;
}

/** Prompts of a dataset in order, starting over at its end. */
export class FilePrompts implements PromptSupply {
  readonly origin = 'file';
  readonly #prompts: readonly Prompt[];
  readonly #options: FilePromptOptions;
  readonly #seed: PromptSeed;
  #begin = 0;

  constructor(prompts: readonly Prompt[], options: FilePromptOptions, seed: PromptSeed) {
    this.#prompts = prompts;
    this.#options = options;
    this.#seed = seed;
  }

  *of(stage: string): Generator<Prompt> {
    const random = createRandom(this.#seed.seed, `lengths of ${stage}`);
    const prefixes = new PromptSource(this.#seed, `file ${stage}`);
    for (let place = this.#begin; ; place += 1) {
      const prompt = this.#prompts[place % this.#prompts.length];
      if (prompt === undefined) return;
      const drawn = drawLength(this.#options.outputTokens, random);
      const outputTokens = Number.isNaN(prompt.outputTokens) ? drawn : prompt.outputTokens;
      const own = this.#options.isUnique ? withPrefix(prompt, prefixes.next(UNIQUE_WORDS)) : prompt;
      yield { ...own, outputTokens };
    }
  }

  noteSent(count: number): void {
    this.#begin += count;
  }
}

function withPrefix(prompt: Prompt, prefix: string): Prompt {
  const [first, ...others] = prompt.messages;
  if (first === undefined) return prompt;
  const messages = [{ ...first, content: withTextBefore(first.content, prefix) }, ...others];
  return { ...prompt, messages };
}

function withTextBefore(content: ChatMessage['content'], prefix: string): ChatMessage['content'] {
  if (typeof content === 'string') return `${prefix} ${content}`;
  return [{ type: 'text', text: prefix }, ...content];
}
