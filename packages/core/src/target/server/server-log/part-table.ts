import { MEMORY_PARTS, type ServerMemory } from '../../../stream/events/memory-parts.ts';
import type { MemoryLine, MemoryPart } from './memory-line.ts';

/** Maximum number of places of each load: real servers have fewer, but output is untrusted. */
const MAX_PLACES = 256;

/** Names of places are cut to this length. */
const NAME_CHARACTERS = 40;

interface Place {
  readonly part: MemoryPart;
  readonly name: string;
  readonly bytes: number;
}

type PartLine = Extract<MemoryLine, { kind: 'part' }>;

/** The memory parts of one load by one source, or of several loads together. */
export class PartTable {
  readonly #places = new Map<string, Place>();
  readonly #tokens = new Map<string, number>();
  /** Number of the context that the current buffers belong to. */
  #context = 0;

  get hasWeights(): boolean {
    return [...this.#places.values()].some(({ part }) => part === 'weights');
  }

  /** The following lines belong to another context of the same model. */
  beginContext(): void {
    this.#context += 1;
  }

  take(line: PartLine): void {
    const { part, place, placeKey = place, bytes, replaces } = line;
    // Ignores sizes that round to 0.
    if (!(bytes > 0)) return;
    const key = JSON.stringify([part, part === 'weights' ? 0 : this.#context, placeKey]);
    const before = replaces ? 0 : (this.#places.get(key)?.bytes ?? 0);
    this.#set(key, { part, name: place.slice(0, NAME_CHARACTERS), bytes: before + bytes });
  }

  takeTokens(placeKey: string, tokens: number): void {
    if (!Number.isSafeInteger(tokens) || tokens <= 0) return;
    if (this.#tokens.size >= MAX_PLACES && !this.#tokens.has(placeKey)) return;
    this.#tokens.set(placeKey, Math.max(tokens, this.#tokens.get(placeKey) ?? 0));
  }

  /** Adds the parts of another load; of the token counts of both caches the larger one is kept. */
  add(load: PartTable): void {
    for (const { part, name, bytes } of load.#places.values()) {
      const key = JSON.stringify([part, name]);
      this.#set(key, { part, name, bytes: bytes + (this.#places.get(key)?.bytes ?? 0) });
    }
    this.takeTokens('', load.kvCacheTokens);
  }

  /** Tokens of all caches together; 0 where none was reported. */
  get kvCacheTokens(): number {
    return [...this.#tokens.values()].reduce((sum, tokens) => sum + tokens, 0);
  }

  parts(): ServerMemory['parts'] {
    return MEMORY_PARTS.flatMap((part) => {
      const places = this.#placesOf(part);
      const bytes = places.reduce((sum, place) => sum + place.bytes, 0);
      return bytes === 0 ? [] : [{ part, bytes, places }];
    });
  }

  /** Places by name, the largest first. */
  #placesOf(part: MemoryPart): { name: string; bytes: number }[] {
    const byName = new Map<string, number>();
    for (const place of this.#places.values()) {
      if (place.part !== part) continue;
      byName.set(place.name, place.bytes + (byName.get(place.name) ?? 0));
    }
    return [...byName]
      .map(([name, bytes]) => ({ name, bytes }))
      .toSorted((one, other) => other.bytes - one.bytes);
  }

  #set(key: string, place: Place): void {
    if (this.#places.size < MAX_PLACES || this.#places.has(key)) this.#places.set(key, place);
  }
}
