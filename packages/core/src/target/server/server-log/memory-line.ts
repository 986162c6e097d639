import type { ServerMemory } from '../../../stream/events/memory-parts.ts';

/** A part of memory. */
export type MemoryPart = ServerMemory['parts'][number]['part'];

/** The software that printed a line. */
export type MemorySource = ServerMemory['source'];

/** Content of one output line about memory. */
export type MemoryLine =
  /** A model file is opened: the following lines belong to another load. */
  | {
      readonly kind: 'model-began';
      readonly source: MemorySource;
      /** Model whose earlier load in the same output has ended; unknown when absent. */
      readonly model?: string;
    }
  /** A context of the model is created, with its own buffers. */
  | { readonly kind: 'context-began'; readonly source: MemorySource }
  | {
      readonly kind: 'part';
      readonly source: MemorySource;
      readonly part: MemoryPart;
      readonly place: string;
      /** Distinguishes places with the same name; the name when absent. */
      readonly placeKey?: string;
      readonly bytes: number;
      /** Whether it replaces the earlier size instead of adding to it. */
      readonly replaces: boolean;
    }
  | {
      readonly kind: 'kv-tokens';
      readonly source: MemorySource;
      readonly placeKey: string;
      readonly tokens: number;
    };

/** Reads one output line; empty when it is not about memory. */
export type MemoryLineReader = (line: string) => readonly MemoryLine[];

const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/** Whole bytes of a printed size; `NaN` for an invalid number or unit. */
export function sizeBytes(number: string | undefined, unit: string | undefined): number {
  return Math.round(Number(number ?? Number.NaN) * (UNITS[unit ?? ''] ?? Number.NaN));
}
