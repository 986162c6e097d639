import { MAX_BODY_BYTES, type FramedEvent, type Framing } from './framing.ts';

/** A body that is one JSON value. */
export class WholeBodyFraming implements Framing {
  readonly isStreamed = false;
  readonly isBetweenEvents = false;
  readonly #onEvent: (event: FramedEvent) => void;
  #parts: string[] = [];
  #bytes = 0;

  constructor(onEvent: (event: FramedEvent) => void) {
    this.#onEvent = onEvent;
  }

  push(bytes: string): void {
    const before = this.#bytes;
    this.#bytes += bytes.length;
    if (this.#bytes <= MAX_BODY_BYTES) {
      this.#parts.push(bytes);
      return;
    }
    this.#parts = [];
    if (before <= MAX_BODY_BYTES) this.#onEvent({ kind: 'too-large', maxBytes: MAX_BODY_BYTES });
  }

  finish(isComplete: boolean): void {
    const body = this.#parts.join('').trim();
    if (isComplete && body !== '') this.#onEvent({ kind: 'data', data: body });
  }
}
