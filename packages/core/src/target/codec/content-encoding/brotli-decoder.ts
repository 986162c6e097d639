import { Buffer } from 'node:buffer';
import { brotliDecompressSync, constants } from 'node:zlib';
import { NOTHING_DECODED, type ContentDecoder } from './content-decoder.ts';

/** Bytes up to which all is decoded anew with each read: beyond, that would take the client's time. */
const MOST_DECODED_AGAIN = 64 * 1024;

/** Decodes brotli, which cannot begin in the middle: all of it again with each read, and a long body at its end. */
export class BrotliDecoder implements ContentDecoder {
  #bytes: Buffer = Buffer.alloc(0);
  #decodedBytes = 0;

  push(bytes: Uint8Array): Uint8Array {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    return this.#bytes.length > MOST_DECODED_AGAIN ? NOTHING_DECODED : this.#decode();
  }

  finish(): Uint8Array {
    return this.#bytes.length === 0 ? NOTHING_DECODED : this.#decode();
  }

  #decode(): Uint8Array {
    const decoded = brotliDecompressSync(this.#bytes, {
      finishFlush: constants.BROTLI_OPERATION_FLUSH,
    });
    const added = decoded.subarray(this.#decodedBytes);
    this.#decodedBytes = decoded.length;
    return added;
  }
}
