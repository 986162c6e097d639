import { isSystemError } from '../../../spec/error/system-error.ts';
import type { BodyStanding } from '../body-standing.ts';
import { BrotliDecoder } from './brotli-decoder.ts';
import type { ContentDecoder } from './content-decoder.ts';
import { gzipHeaderBytes, zlibHeaderBytes } from './deflate-header.ts';
import { DeflateDecoder } from './deflate-decoder.ts';

const DECODERS: ReadonlyMap<string, () => ContentDecoder> = new Map<string, () => ContentDecoder>([
  ['gzip', () => new DeflateDecoder(gzipHeaderBytes)],
  ['x-gzip', () => new DeflateDecoder(gzipHeaderBytes)],
  ['deflate', () => new DeflateDecoder(zlibHeaderBytes)],
  ['br', () => new BrotliDecoder()],
]);

/** Receives a body once it is decoded. */
export interface DecodedSink {
  push(bytes: Uint8Array, atNs: number, afterNs?: number, doubtNs?: number): void;
  /** State of the response by its content; absent where only HTTP shows the end. */
  readonly standing?: BodyStanding;
  /** Timestamp of the read that completed the last event; `NaN` before the first. */
  readonly lastEventNs?: number;
}

/** Decodes a body that the server encoded although the request asked for none, and passes it on. */
export class DecodedBody {
  readonly #sink: DecodedSink;
  readonly #encoding: string;
  readonly #decoder: ContentDecoder | undefined;
  #failure: string | undefined;
  #lastNs = Number.NaN;
  #afterNs = Number.NaN;
  #doubtNs = 0;

  /** @param contentEncoding from the response header, empty when absent */
  constructor(contentEncoding: string, sink: DecodedSink) {
    this.#sink = sink;
    this.#encoding = contentEncoding.trim().toLowerCase();
    if (this.#encoding === '' || this.#encoding === 'identity') return;
    this.#decoder = DECODERS.get(this.#encoding)?.();
    if (this.#decoder === undefined) {
      this.#failure = `The server encoded the response as "${contentEncoding}" although the request accepts only identity. Disable compression for this path, in the server or in the proxy before it.`;
    }
  }

  /** Why the body cannot be decoded; undefined if it can. */
  get failure(): string | undefined {
    return this.#failure;
  }

  get standing(): BodyStanding {
    return this.#sink.standing ?? 'open';
  }

  get lastEventNs(): number {
    return this.#sink.lastEventNs ?? Number.NaN;
  }

  push(bytes: Uint8Array, atNs: number, afterNs: number = atNs, doubtNs: number = 0): void {
    this.#lastNs = atNs;
    this.#afterNs = afterNs;
    this.#doubtNs = doubtNs;
    if (this.#failure !== undefined) return;
    const decoder = this.#decoder;
    if (decoder === undefined) this.#sink.push(bytes, atNs, afterNs, doubtNs);
    else this.#handOn(() => decoder.push(bytes));
  }

  /** The body ended. */
  finish(): void {
    const decoder = this.#decoder;
    if (this.#failure === undefined && decoder !== undefined) this.#handOn(() => decoder.finish());
  }

  #handOn(decode: () => Uint8Array): void {
    let decoded: Uint8Array;
    try {
      decoded = decode();
    } catch (error) {
      // A zlib error about the bytes has a code; any other error is a bug in Loadcell.
      if (!isSystemError(error)) throw error;
      this.#failure = `Cannot decode the ${this.#encoding} response: ${error.message}. Disable compression for this path, in the server or in the proxy before it.`;
      return;
    }
    if (decoded.length > 0) this.#sink.push(decoded, this.#lastNs, this.#afterNs, this.#doubtNs);
  }
}
