import { MAX_BODY_BYTES, MAX_EVENT_BYTES, type FramedEvent, type Framing } from './framing.ts';
import { NdjsonFraming } from './ndjson.ts';
import { WholeBodyFraming } from './whole-body.ts';

/** A body that begins as JSON: one value, perhaps over several lines, or one value per line. The first line decides. */
export class JsonFraming implements Framing {
  readonly isBetweenEvents = false;
  readonly #onEvent: (event: FramedEvent) => void;
  #line: string[] = [];
  #bytes = 0;
  #framing: Framing | undefined;
  #events = 0;

  constructor(onEvent: (event: FramedEvent) => void) {
    this.#onEvent = (event) => {
      this.#events += 1;
      onEvent(event);
    };
  }

  /** A single value is one body, whether or not a line end follows it. */
  get isStreamed(): boolean {
    return this.#events > 1;
  }

  push(bytes: string): void {
    if (this.#framing !== undefined) {
      this.#framing.push(bytes);
      return;
    }
    this.#line.push(bytes);
    this.#bytes += bytes.length;
    if (bytes.includes('\n') || this.#bytes > MAX_BODY_BYTES) this.#start();
  }

  finish(isComplete: boolean): void {
    this.#framing ??= this.#wholeLine();
    this.#start().finish(isComplete);
  }

  /** A body of one line is one value, whether or not it is JSON. */
  #wholeLine(): Framing | undefined {
    if (this.#bytes > MAX_EVENT_BYTES) return undefined;
    const framing = new WholeBodyFraming(this.#onEvent);
    for (const part of this.#line) framing.push(part);
    this.#line = [];
    return framing;
  }

  #start(): Framing {
    if (this.#framing !== undefined) return this.#framing;
    const begun = this.#line.join('').trimStart();
    const [line = ''] = begun.split('\n', 1);
    this.#line = [];
    const isLine = this.#bytes <= MAX_BODY_BYTES && isJson(line);
    this.#framing = isLine ? new NdjsonFraming(this.#onEvent) : new WholeBodyFraming(this.#onEvent);
    this.#framing.push(begun);
    return this.#framing;
  }
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
