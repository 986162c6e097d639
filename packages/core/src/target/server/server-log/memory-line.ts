import type { ServerMemory } from '../../../stream/events/memory-parts.ts';

/** One of the parts of memory. */
export type MemoryPart = ServerMemory['parts'][number]['part'];

/** Whose wording a line has. */
export type MemorySource = ServerMemory['source'];

/** What one line of a server's output says of its memory. */
export type MemoryLine =
  /** A model file is opened: what follows is of another load. */
  | {
      readonly kind: 'model-began';
      readonly source: MemorySource;
      /** Whose earlier load in the same output is over; not known where absent. */
      readonly model?: string;
    }
  /** A context of the model is made, with buffers of its own. */
  | { readonly kind: 'context-began'; readonly source: MemorySource }
  | {
      readonly kind: 'part';
      readonly source: MemorySource;
      readonly part: MemoryPart;
      readonly place: string;
      /** Tells places of the same name apart; the name when absent. */
      readonly placeKey?: string;
      readonly bytes: number;
      /** Whether it stands for what was there before, and is not added to it. */
      readonly replaces: boolean;
    }
  | {
      readonly kind: 'kv-tokens';
      readonly source: MemorySource;
      readonly placeKey: string;
      readonly tokens: number;
    };

/** Reads one line of a server's output; nothing where it does not speak of memory. */
export type MemoryLineReader = (line: string) => readonly MemoryLine[];

const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/** Bytes of a printed size, whole; `NaN` where number or unit is none. */
export function sizeBytes(number: string | undefined, unit: string | undefined): number {
  return Math.round(Number(number ?? Number.NaN) * (UNITS[unit ?? ''] ?? Number.NaN));
}
