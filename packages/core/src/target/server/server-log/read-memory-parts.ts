import type { ServerMemory } from '../../../stream/events/memory-parts.ts';
import { readLlamaLine } from './llama-lines.ts';
import { LoadedModels } from './loaded-models.ts';
import type { MemoryLine } from './memory-line.ts';
import { readOllamaLine } from './ollama-lines.ts';
import { readSglangLine } from './sglang-lines.ts';
import { readVllmLine } from './vllm-lines.ts';

/** Characters of a line that are read: what is looked for stands at the beginning. */
const MAX_CHARACTERS = 2000;

const READERS = [readLlamaLine, readOllamaLine, readVllmLine, readSglangLine] as const;

/**
 * Reads what a server has memory for out of the lines that it prints while it loads its models: llama.cpp and its forks, Ollama,
 * vLLM and SGLang. Loads of several models are added up, drafts included. Memory is constant.
 */
export class MemoryPartsReader {
  readonly #models = new LoadedModels();

  /** @param line without its line end */
  take(line: string): void {
    const beginning = line.slice(0, MAX_CHARACTERS);
    for (const read of READERS) {
      for (const said of read(beginning)) this.#take(said);
    }
  }

  /** What was reported until now; undefined where nothing was. */
  get memory(): ServerMemory | undefined {
    return this.#models.memory();
  }

  #take(said: MemoryLine): void {
    switch (said.kind) {
      case 'model-began':
        this.#models.begin(said.source, said.model);
        return;
      case 'context-began':
        this.#models.table(said.source).beginContext();
        return;
      case 'part':
        this.#models.table(said.source).take(said);
        return;
      case 'kv-tokens':
        this.#models.table(said.source).takeTokens(said.placeKey, said.tokens);
    }
  }
}

/**
 * What a server reports its memory is for, by the lines that it printed; undefined where they do not say. Lines are read one by
 * one, and none is kept.
 */
export async function readMemoryParts(
  lines: AsyncIterable<string> | Iterable<string>,
): Promise<ServerMemory | undefined> {
  const reader = new MemoryPartsReader();
  for await (const line of lines) reader.take(line);
  return reader.memory;
}
