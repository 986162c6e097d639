import type { ServerMemory } from '../../../stream/events/memory-parts.ts';
import { readLlamaLine } from './llama-lines.ts';
import { LoadedModels } from './loaded-models.ts';
import type { MemoryLine } from './memory-line.ts';
import { readOllamaLine } from './ollama-lines.ts';
import { readSglangLine } from './sglang-lines.ts';
import { readVllmLine } from './vllm-lines.ts';

/** Only the beginning of a line is read, characters. */
const MAX_CHARACTERS = 2000;

const READERS = [readLlamaLine, readOllamaLine, readVllmLine, readSglangLine] as const;

/**
 * Reads the use of a server's memory from the lines that it prints while it loads models: llama.cpp and its forks, Ollama,
 * vLLM and SGLang. Loads of several models are added, drafts included. Uses constant memory.
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

  /** Memory reported so far; undefined when none was. */
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
 * Reads the use of a server's memory from its output; undefined where the output does not show it. Lines are read one by one,
 * and none is kept.
 */
export async function readMemoryParts(
  lines: AsyncIterable<string> | Iterable<string>,
): Promise<ServerMemory | undefined> {
  const reader = new MemoryPartsReader();
  for await (const line of lines) reader.take(line);
  return reader.memory;
}
