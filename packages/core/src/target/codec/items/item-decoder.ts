import type { DecodedResponse } from '../decoded-response.ts';
import type { FramingFactory } from '../framing/framing.ts';
import type { EventReader } from '../event-reader.ts';
import { ResponseDecoder } from '../response-decoder.ts';

/** Decodes a response with a result for each input. */
export class ItemDecoder extends ResponseDecoder {
  readonly #counted: { itemCount?: number };

  constructor(makeFraming: FramingFactory, read: EventReader) {
    const counted: { itemCount?: number } = {};
    super(makeFraming, (answer) => {
      const reading = read(answer);
      if (reading.itemCount !== undefined) counted.itemCount = reading.itemCount;
      return reading;
    });
    this.#counted = counted;
  }

  override finish(isComplete: boolean): DecodedResponse {
    return { ...super.finish(isComplete), ...this.#counted };
  }
}
