import { textOfContent } from '../../spec/content/chat-message.ts';
import { drawLength, type LengthSpec } from '../length-spec.ts';
import type { Prompt } from '../prompt.ts';
import { createRandom } from '../random.ts';
import { holds, WHOLE } from '../slice/slice.ts';
import type { PromptOrigin, PromptSharing, PromptSupply } from './prompt-supply.ts';

/** Inputs of requests that generate no text. */
export interface RequestItems {
  readonly perRequest: LengthSpec;
  /** Whether they are compared with a query, which is one more text. */
  readonly hasQuery: boolean;
}

/** Puts several texts into each request. A prompt of a dataset that has its inputs is sent as it is. */
export class ItemPrompts implements PromptSupply {
  readonly origin: PromptOrigin;
  readonly sharing?: PromptSharing;
  /** Each request takes at least one text. */
  readonly most?: number;
  readonly #texts: PromptSupply;
  readonly #items: RequestItems;
  readonly #seed: number;
  /** Texts in the requests of the last stage, in order: of all slices. */
  #textsOfRequests: number[] = [];
  /** The requests of the last stage. */
  #requests: Iterator<Prompt> | undefined;

  constructor(texts: PromptSupply, items: RequestItems, seed: number) {
    this.origin = texts.origin;
    if (texts.sharing !== undefined) this.sharing = texts.sharing;
    if (texts.most !== undefined) this.most = texts.most;
    this.#texts = texts;
    this.#items = items;
    this.#seed = seed;
  }

  *of(stage: string, slice = WHOLE): Generator<Prompt> {
    const requests = this.#all(stage);
    this.#requests = requests;
    // The number of texts in a request may depend on them, so those of other slices are made, too.
    for (let place = 0; ; place += 1) {
      const { value, done } = requests.next();
      if (done === true) return;
      if (holds(slice, place)) yield value;
    }
  }

  *#all(stage: string): Generator<Prompt, void> {
    const { perRequest, hasQuery } = this.#items;
    const random = createRandom(this.#seed, `items of ${stage}`);
    const used: number[] = [];
    this.#textsOfRequests = used;
    let parts: Prompt[] = [];
    let wanted = 0;
    for (const prompt of this.#texts.of(stage)) {
      if (isReady(prompt)) {
        used.push(1);
        yield { ...prompt, outputTokens: 0 };
        continue;
      }
      if (parts.length === 0) wanted = drawLength(perRequest, random) + (hasQuery ? 1 : 0);
      parts.push(prompt);
      if (parts.length < wanted) continue;
      used.push(wanted);
      yield requestOf(parts, hasQuery);
      parts = [];
    }
    // A dataset that ends within a request ends with a smaller one.
    if (parts.length > (hasQuery ? 1 : 0)) yield requestOf(parts, hasQuery);
  }

  noteSent(count: number): void {
    // Another worker may have been further on.
    while (this.#textsOfRequests.length < count && this.#requests?.next().done === false);
    const used = this.#textsOfRequests.slice(0, count);
    this.#texts.noteSent(used.reduce((sum, texts) => sum + texts, 0));
  }
}

function isReady({ items = [], body }: Prompt): boolean {
  return items.length > 0 || body !== undefined;
}

/** The query is read with each document. */
function requestOf(prompts: readonly Prompt[], hasQuery: boolean): Prompt {
  const [first, ...others] = prompts;
  const documents = hasQuery ? others : prompts;
  const ofQuery = hasQuery ? (first?.inputTokens ?? 0) * documents.length : 0;
  const inputTokens = documents.reduce((sum, prompt) => sum + prompt.inputTokens, ofQuery);
  const items = documents.map(textOf);
  const content = { messages: [], items, inputTokens, outputTokens: 0 };
  return first === undefined || !hasQuery ? content : { ...content, query: textOf(first) };
}

function textOf({ messages }: Prompt): string {
  return messages.map(({ content }) => textOfContent(content)).join('\n');
}
