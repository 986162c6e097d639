/** What one response of the mock server has, whichever API it follows. */
export interface MockAnswer {
  readonly ordinal: number;
  readonly model: string;
  readonly promptTokens: number;
  readonly tokens: number;
  /** Whether the limit of the request ended it. */
  readonly isCut: boolean;
  /** Whether the request asked for usage in its stream. */
  readonly hasUsage: boolean;
}

/** How an API writes a response: its events as text, and the whole of it as an object. */
export interface MockDialect {
  /** The events before the first token. */
  start(answer: MockAnswer): string;
  token(answer: MockAnswer, index: number): string | Uint8Array;
  /** The events after the last token. */
  end(answer: MockAnswer): string;
  whole(answer: MockAnswer): object;
  /** Of a stream; events when absent. */
  readonly contentType?: string;
  /** Whether the whole is sent at the time of the first token, and not of the last. */
  readonly isWholeAtFirstToken?: boolean;
}

/** The text of one token. */
export function wordOf(index: number): string {
  return ` w${index}`;
}

/** The text of a whole response. */
export function textOf({ tokens }: MockAnswer): string {
  return Array.from({ length: tokens }, (_, index) => wordOf(index)).join('');
}

/** An event without a name. */
export function eventOf(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

/** An event with a name, which its data repeats. */
export function namedEvent(type: string, fields: object): string {
  return `event: ${type}\n${eventOf({ type, ...fields })}`;
}

/** CLOCK_MONOTONIC nanoseconds. */
export function nowNs(): number {
  return Number(process.hrtime.bigint());
}
