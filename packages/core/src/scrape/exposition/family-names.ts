import { baseName } from './exposition.ts';
import { LineCursor } from './line-cursor.ts';

/** What a sample is within its family. */
export interface Place {
  /** Name of the family less trailing `_total`. */
  readonly base: string;
  readonly part: 'value' | 'bucket' | 'sum' | 'count' | 'created';
  readonly family: string;
}

const PARTS = ['bucket', 'sum', 'count'] as const;
const CREATED = '_created';

/** Knows the declared types, and with them to which family a sample belongs: a suffix alone decides nothing. */
export class FamilyNames {
  readonly #isWanted: (base: string) => boolean;
  readonly #types = new Map<string, string>();
  readonly #places = new Map<string, Place | undefined>();

  constructor(isWanted: (base: string) => boolean) {
    this.#isWanted = isWanted;
  }

  /** Takes in a comment line; all but the declarations of types are for people. */
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

  /** Where a sample belongs; undefined when its family is not wanted, or it is a part that is never read. */
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
    // Quantiles of a summary, and a bare sample of a histogram, have no meaning over a window.
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
