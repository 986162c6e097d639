/** What a framing finds in a body. Data is bytes as text (latin1), so that a character split over reads stays whole. */
export type FramedEvent =
  | {
      readonly kind: 'data';
      /** One character per byte. */
      readonly data: string;
      /** The type of the event, if stated. */
      readonly name?: string;
    }
  /** The body is not an API response. */
  | { readonly kind: 'foreign'; readonly message: string }
  /** An event that the server itself marks as an error. */
  | { readonly kind: 'error'; readonly data: string }
  /** A keep-alive comment. */
  | { readonly kind: 'comment' }
  /** An event larger than the limit; nothing after it is read. */
  | { readonly kind: 'too-large'; readonly maxBytes: number };

/** Splits a body into events, whatever the sizes of its reads. */
export interface Framing {
  /** Whether events arrive one by one as the body grows. */
  readonly isStreamed: boolean;
  /** Whether the next byte begins an event of `text/event-stream`: nothing before it has an effect on that event. */
  readonly isBetweenEvents: boolean;
  /** @param bytes one character per byte */
  push(bytes: string): void;
  /** The body ended: pending data becomes an event if the end was proper, and is dropped otherwise. */
  finish(isComplete: boolean): void;
}

/** Makes a framing that passes on what it finds. */
export type FramingFactory = (onEvent: (event: FramedEvent) => void) => Framing;

/** Maximum bytes of one event's data over all reads: a body without a line end must not fill the memory. */
export const MAX_EVENT_BYTES = 32 * 2 ** 20;

/** Maximum bytes of a body that is read as a whole. */
export const MAX_BODY_BYTES = 64 * 2 ** 20;
