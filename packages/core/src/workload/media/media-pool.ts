import type { PromptSeed } from '../text/run-words.ts';
import { noisePicture, type PictureSize } from './noise-picture.ts';
import { noiseRecording } from './noise-recording.ts';
import { UniqueMedia, type MediaTemplate } from './unique-media.ts';
import type { MediaSource } from '../../spec/content/chat-message.ts';

/** Most files of noise in memory. More would look alike to a server: each request changes one of them. */
export const POOL_FILES = 8;

/** Most encoded bytes of a pool; at least one file, whatever its size. */
const POOL_BYTES = 64 * 2 ** 20;

/** A made file of a request. */
export interface MadeMedia {
  readonly source: Extract<MediaSource, { base64: string }>;
  /** Milliseconds of a recording; absent for a picture. */
  readonly durationMs?: number;
}

/** A few files of noise. Each request gets one of them with a pixel or samples that no other request has. */
export class MediaPool {
  readonly #files: readonly UniqueMedia[];

  /** @param make makes a file of noise from a label */
  constructor(label: string, { seed, nonce }: PromptSeed, make: (label: string) => MediaTemplate) {
    const fileOf = (number: number): UniqueMedia =>
      new UniqueMedia(make(`${label} ${number} ${seed} ${nonce}`));
    const first = fileOf(0);
    const count = Math.min(POOL_FILES, Math.floor(POOL_BYTES / ((4 / 3) * first.bytes)));
    const others = Array.from({ length: Math.max(0, count - 1) }, (_, index) => fileOf(index + 1));
    this.#files = [first, ...others];
  }

  /** Number of files in memory. */
  get size(): number {
    return this.#files.length;
  }

  /** @param number of the file, from 0; no two are equal */
  make(number: number): MadeMedia {
    const file = this.#files[number % this.#files.length];
    if (file === undefined) throw new RangeError(`no file ${number} in a pool of ${this.size}`);
    const source = file.make(Math.floor(number / this.#files.length));
    const { durationMs } = file.template;
    return durationMs === undefined ? { source } : { source, durationMs };
  }
}

/** Pictures of noise. */
export function picturePool(size: PictureSize, seed: PromptSeed): MediaPool {
  return new MediaPool('picture', seed, (label) => noisePicture(size, label));
}

/** Recordings of noise. */
export function recordingPool(durationMs: number, seed: PromptSeed): MediaPool {
  return new MediaPool('recording', seed, (label) => noiseRecording(durationMs, label));
}
