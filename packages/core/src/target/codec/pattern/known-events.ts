import type { EventReading } from '../decoded-response.ts';
import type { EventPattern } from './event-pattern.ts';
import { learnPattern, type NamedData, type PatternReader } from './learn-pattern.ts';

/** Patterns that are learned without a match before the events of a response are taken to differ in more than text. */
const MAX_ATTEMPTS = 4;

/** Events that have to be parsed in sequence before another pattern is learned: one may just be split over two reads. */
const MISSES = 3;

/** Recognizes events of one response that differ from an earlier one only in their text. */
export class KnownEvents {
  readonly #reader: PatternReader;
  #pattern: EventPattern | undefined;
  #attempts = 0;
  #misses = 0;

  constructor(reader: PatternReader) {
    this.#reader = reader;
  }

  /** Whether further events may be recognized, with this pattern or another. */
  get isHopeful(): boolean {
    return this.#attempts < MAX_ATTEMPTS;
  }

  /** An event had to be parsed. @param event the data, parsed */
  learn(named: NamedData, event: unknown, reading: EventReading): void {
    this.#misses += 1;
    const isWanted = this.#pattern === undefined || this.#misses >= MISSES;
    if (!isWanted || this.#attempts >= MAX_ATTEMPTS || !reading.isContent) return;
    this.#attempts += 1;
    this.#pattern = learnPattern(named, event, reading, this.#reader) ?? this.#pattern;
    this.#misses = 0;
  }

  /** The pattern of the event that begins there, with the range of its text and where it ends; undefined for any other. */
  match(bytes: Uint8Array, from: number): EventPattern | undefined {
    const pattern = this.#pattern;
    if (pattern === undefined || !pattern.match(bytes, from)) return undefined;
    this.#misses = 0;
    this.#attempts = 0;
    return pattern;
  }
}
