/** What a framing finds in a body. Data is text of bytes (latin1), so that a character split over reads stays whole. */
export type FramedEvent =
  | {
      readonly kind: 'data';
      /** One character for each byte. */
      readonly data: string;
      /** The type of the event, where it states one. */
      readonly name?: string;
    }
  /** The body is something else than a response of an API. */
  | { readonly kind: 'foreign'; readonly message: string }
  /** An event that the server itself marks as an error. */
  | { readonly kind: 'error'; readonly data: string }
  /** A keep-alive comment. */
  | { readonly kind: 'comment' }
  /** An event that outgrew what is kept of one; nothing after it is read. */
  | { readonly kind: 'too-large'; readonly maxBytes: number };

/** Cuts a body into events, whatever the sizes of the reads it comes in. */
export interface Framing {
  /** Whether events come one by one as the body grows. */
  readonly isStreamed: boolean;
  /** @param bytes one character for each byte */
  push(bytes: string): void;
  /** The body ended: what is pending becomes an event if the end was a proper one, and is dropped otherwise. */
  finish(isComplete: boolean): void;
}

/** Makes a framing that hands on what it finds. */
export type FramingFactory = (onEvent: (event: FramedEvent) => void) => Framing;

/**
 * Bytes of the data of one event at most, however many reads it comes in: a body without a line end must not fill the memory.
 */
export const MAX_EVENT_BYTES = 32 * 2 ** 20;

/** Bytes of a body that is read as one, at the most. */
export const MAX_BODY_BYTES = 64 * 2 ** 20;
