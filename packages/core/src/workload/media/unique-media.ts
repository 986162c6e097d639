import type { MediaSource } from '../../spec/content/chat-message.ts';
import type { MediaKind } from '../../spec/media/media-kind.ts';

/** A file whose last bytes are made for each request, so that no two are equal. */
export interface MediaTemplate {
  readonly kind: MediaKind;
  readonly mediaType: string;
  /** All bytes before the variable ones. */
  readonly head: Uint8Array;
  /** The bytes from there to the end. @param variant from 0 */
  readonly tail: (variant: number) => Uint8Array;
  /** Number of variants. */
  readonly variants: number;
  /** Milliseconds of a recording; absent for a picture. */
  readonly durationMs?: number;
}

/** Bytes that become whole characters of base64. */
const GROUP_BYTES = 3;

/** Encodes the common part once: another variant costs as little as its few bytes. */
export class UniqueMedia {
  readonly template: MediaTemplate;
  /** Bytes of one file. */
  readonly bytes: number;
  readonly #head: string;
  /** Bytes of the common part that share a group of base64 with the tail. */
  readonly #rest: Uint8Array;

  constructor(template: MediaTemplate) {
    const { head } = template;
    const whole = head.byteLength - (head.byteLength % GROUP_BYTES);
    this.template = template;
    this.bytes = head.byteLength + template.tail(0).byteLength;
    this.#head = Buffer.from(head.buffer, head.byteOffset, whole).toString('base64');
    this.#rest = head.slice(whole);
  }

  /** @param variant from 0; wraps after all variants */
  make(variant: number): Extract<MediaSource, { base64: string }> {
    const { mediaType, tail, variants } = this.template;
    const end = Buffer.concat([this.#rest, tail(variant % variants)]);
    return { mediaType, base64: this.#head + end.toString('base64') };
  }
}
