import { baseName } from './exposition.ts';
import { LineCursor } from './line-cursor.ts';

/** The role of a sample in its family. */
export interface Place {
  /** Family name without trailing `_total`. */
  readonly base: string;
  readonly part: 'value' | 'bucket' | 'sum' | 'count' | 'created';
  readonly family: string;
}

const PARTS = ['bucket', 'sum', 'count'] as const;
const CREATED = '_created';

/** Assigns samples to families by the declared types: a suffix alone is ambiguous. */
export class FamilyNames {
  readonly #isWanted: (base: string) => boolean;
  readonly #types = new Map<string, string>();
  readonly #places = new Map<string, Place | undefined>();

  constructor(isWanted: (base: string) => boolean) {
    this.#isWanted = isWanted;
  }

  /** Reads a comment line; only declarations of types matter. */
  readComment(line: string): void {
    const cursor = new LineCursor(line);
    cursor.skipBlanks();
    cursor.take('#');
    cursor.skipBlanks();
    if (cursor.word() !== 'TYPE') return;
    cursor.skipBlanks();
    const name = cursor.name();
    cursor.skipBlanks();
    const type = cursor.word().toLowerCase();
    if (name === undefined || this.#types.get(name) === type) return;
    this.#types.set(name, type);
    this.#places.clear();
  }

  /** The role of a sample; undefined when its family is not wanted, or its part is never read. */
  placeOf(name: string): Place | undefined {
    if (this.#places.has(name)) return this.#places.get(name);
    const found = this.#find(name);
    const place = found !== undefined && this.#isWanted(found.base) ? found : undefined;
    this.#places.set(name, place);
    return place;
  }

  #find(name: string): Place | undefined {
    if (name.endsWith(CREATED)) {
      const family = name.slice(0, -CREATED.length);
      return { base: baseName(family), part: 'created', family };
    }
    const type = this.#types.get(name);
    // Quantiles of a summary, and bare samples of a histogram, mean nothing over a window.
    if (type === 'summary' || type === 'histogram' || type === 'gaugehistogram') return undefined;
    if (type === undefined) {
      for (const part of PARTS) {
        const family = name.slice(0, -part.length - 1);
        if (!name.endsWith(`_${part}`)) continue;
        const owner = this.#types.get(family);
        if (owner === 'histogram' || (owner === 'summary' && part !== 'bucket')) {
          return { base: baseName(family), part, family };
        }
        if (owner === 'gaugehistogram') return undefined;
      }
    }
    return { base: baseName(name), part: 'value', family: name };
  }
}
