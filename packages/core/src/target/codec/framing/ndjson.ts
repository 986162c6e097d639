import { MAX_EVENT_BYTES, type FramedEvent, type Framing } from './framing.ts';

/** One JSON value per line, as Ollama streams. */
export class NdjsonFraming implements Framing {
  readonly isStreamed = true;
  readonly isBetweenEvents = false;
  readonly #onEvent: (event: FramedEvent) => void;
  /** Parts of the unfinished line; joined only at its end, so that a long line has linear cost. */
  #pending: string[] = [];
  #pendingBytes = 0;
  #isTooLarge = false;

  constructor(onEvent: (event: FramedEvent) => void) {
    this.#onEvent = onEvent;
  }

  push(bytes: string): void {
    if (this.#isTooLarge) return;
    let from = 0;
    for (let end = bytes.indexOf('\n'); end !== -1; end = bytes.indexOf('\n', from)) {
      this.#keep(bytes.slice(from, end));
      if (this.#isTooLarge) return;
      this.#endLine();
      from = end + 1;
    }
    this.#keep(bytes.slice(from));
  }

  finish(isComplete: boolean): void {
    if (isComplete) this.#endLine();
  }

  #keep(part: string): void {
    if (part === '') return;
    this.#pending.push(part);
    this.#pendingBytes += part.length;
    if (this.#pendingBytes <= MAX_EVENT_BYTES) return;
    this.#isTooLarge = true;
    this.#pending = [];
    this.#onEvent({ kind: 'too-large', maxBytes: MAX_EVENT_BYTES });
  }

  #endLine(): void {
    const line = this.#pending.join('').trim();
    this.#pending = [];
    this.#pendingBytes = 0;
    if (line !== '') this.#onEvent({ kind: 'data', data: line });
  }
}
