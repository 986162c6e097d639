import { expect, it } from 'vitest';
import type { DecodedResponse } from '../../../src/target/codec/decoded-response.ts';
import { contentReads, decode, type Body } from './decode.ts';

/** The exact expected response. Missing fields come from {@link PLAIN}. */
interface Expected {
  /** The read that each content event came with. */
  readonly content: readonly number[];
  readonly text: string;
  readonly events: number;
  readonly comments?: number;
  readonly finishReason?: string;
  readonly ending?: DecodedResponse['ending'];
  readonly outputTokens?: number;
  readonly faults?: readonly string[];
}

/** A real-world response and its expected decoding. */
export interface Shape {
  readonly name: string;
  readonly body: Body;
  readonly expected: Expected;
}

const PLAIN: Required<Omit<Expected, 'content' | 'text' | 'events'>> = {
  comments: 0,
  finishReason: '',
  ending: 'mark',
  outputTokens: Number.NaN,
  faults: [],
};

/** One test per shape, without tolerance. */
export function testShapes(shapes: readonly Shape[]): void {
  it.each(shapes)('decodes $name', ({ body, expected }) => {
    const response = decode(body);
    expect({
      content: contentReads(response),
      text: response.text,
      events: response.eventCount,
      comments: response.commentCount,
      finishReason: response.finishReason,
      ending: response.ending,
      outputTokens: response.usage.outputTokens,
      faults: response.faults.map(({ kind, example }) => `${kind}: ${example}`),
    }).toEqual({ ...PLAIN, ...expected });
  });
}
