import type { BlockPrompt } from './block-prompt.ts';

/** A prompt by its length, with the blocks that it may share; unique without blocks. */
export type CountedPrompt = Pick<BlockPrompt, 'tokens'> & Partial<BlockPrompt>;

/** What a cache that never drops anything would serve. */
export interface PrefixHits {
  readonly prompts: number;
  readonly tokens: number;
  /** Tokens of prefixes that earlier prompts had. */
  readonly hitTokens: number;
  readonly blocks: number;
  /** Blocks at the beginning of prompts that earlier prompts had. */
  readonly hitBlocks: number;
}

/** A server that caches whole blocks of tokens. It computes the last token of every prompt, cached or not. */
export interface CachingServer {
  /** 16 for vLLM, 1 where a cache matches token by token. */
  readonly blockTokens: number;
}

/** No node: the beginning of a prompt. */
const ROOT = 0;

/** Counts the prefixes that prompts share with those before them, in the order in which they are sent. */
export class IdealHits {
  readonly #server: CachingServer | undefined;
  /** A tree of prefixes: the node of a block after its parent. */
  readonly #nodes = new Map<string, number>();
  /** Most tokens that the block of each node had. */
  readonly #tokens: number[] = [0];
  #prompts = 0;
  #promptTokens = 0;
  #hitTokens = 0;
  #blocks = 0;
  #hitBlocks = 0;

  /** @param server rounds hits as it does; every shared token counts when absent */
  constructor(server?: CachingServer) {
    this.#server = server;
  }

  /** Sums of all prompts. */
  get sum(): PrefixHits {
    return {
      prompts: this.#prompts,
      tokens: this.#promptTokens,
      hitTokens: this.#hitTokens,
      blocks: this.#blocks,
      hitBlocks: this.#hitBlocks,
    };
  }

  /** Adds a prompt. @returns the tokens of it that a cache would serve */
  add(prompt: CountedPrompt): number {
    const { tokens, blocks = [] } = prompt;
    const { hitBlocks, sharedTokens } = this.#walk(prompt);
    const hitTokens = this.#served(sharedTokens, tokens);
    this.#prompts += 1;
    this.#promptTokens += tokens;
    this.#hitTokens += hitTokens;
    this.#blocks += blocks.length;
    this.#hitBlocks += hitBlocks;
    return hitTokens;
  }

  #walk({ tokens, blocks = [], blockTokens = tokens }: CountedPrompt): {
    hitBlocks: number;
    sharedTokens: number;
  } {
    let node = ROOT;
    let hitBlocks = 0;
    let sharedTokens = 0;
    for (const [place, id] of blocks.entries()) {
      const length = Math.min(blockTokens, tokens - place * blockTokens);
      const key = `${node} ${id}`;
      const known = this.#nodes.get(key);
      node = known ?? this.#tokens.length;
      if (known === undefined) this.#nodes.set(key, node);
      const had = this.#tokens[node] ?? 0;
      this.#tokens[node] = Math.max(had, length);
      if (known !== undefined) hitBlocks += 1;
      // A block that others follow was full once, and behind a new block all are new.
      sharedTokens += Math.min(had, length);
    }
    return { hitBlocks, sharedTokens };
  }

  #served(sharedTokens: number, tokens: number): number {
    if (this.#server === undefined) return sharedTokens;
    const { blockTokens } = this.#server;
    return Math.floor(Math.min(sharedTokens, tokens - 1) / blockTokens) * blockTokens;
  }
}

/** Hits of prompts in the order in which they are sent. */
export function idealHits(prompts: Iterable<CountedPrompt>, server?: CachingServer): PrefixHits {
  const hits = new IdealHits(server);
  for (const prompt of prompts) hits.add(prompt);
  return hits.sum;
}
