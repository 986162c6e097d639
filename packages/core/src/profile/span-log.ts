import type { RunEvent } from '../stream/events/run-event.ts';

/** Maximum marks and spans of a timeline; further ones only count in the averages. */
const MAX_SHOWN = 10_000;

/** Marks and spans of a collection, in bounded memory: averages of all, and the first ones for the timeline. */
export class SpanLog {
  readonly #phase: string;
  readonly #shown: RunEvent[] = [];
  readonly #spans = new Map<string, { count: number; totalNs: number }>();
  #hidden = 0;

  constructor(phase: string) {
    this.#phase = phase;
  }

  mark(name: string, atNs: number): void {
    this.#show({ kind: 'mark', atNs, phase: this.#phase, name });
  }

  span(name: string, atNs: number, durationNs: number): void {
    const spans = this.#spans.get(name) ?? { count: 0, totalNs: 0 };
    this.#spans.set(name, { count: spans.count + 1, totalNs: spans.totalNs + durationNs });
    this.#show({ kind: 'span', atNs, phase: this.#phase, name, durationNs });
  }

  /** Average length of the spans of a name, milliseconds; `NaN` without any. */
  averageMs(name: string): number {
    const spans = this.#spans.get(name);
    return spans === undefined ? Number.NaN : spans.totalNs / spans.count / 1e6;
  }

  /** For the timeline; a mark at the end reports how many are not shown. */
  events(toNs: number): RunEvent[] {
    if (this.#hidden === 0) return [...this.#shown];
    const name = `${this.#hidden} more marks and spans are not shown`;
    return [...this.#shown, { kind: 'mark', atNs: toNs, phase: this.#phase, name }];
  }

  #show(event: RunEvent): void {
    if (this.#shown.length < MAX_SHOWN) this.#shown.push(event);
    else this.#hidden += 1;
  }
}
