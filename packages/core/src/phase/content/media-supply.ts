import type { MediaSource } from '../../spec/content/chat-message.ts';
import type { MediaFile } from '../../workload/media/read-media-file.ts';
import type { MediaPool } from '../../workload/media/media-pool.ts';

/** A picture or a recording of a request. */
export interface SuppliedMedia {
  readonly source: MediaSource;
  /** Milliseconds of a recording; absent for a picture. */
  readonly durationMs?: number;
}

/** Pictures or recordings by number. */
export class MediaSupply {
  readonly #make: (number: number) => SuppliedMedia;

  private constructor(make: (number: number) => SuppliedMedia) {
    this.#make = make;
  }

  /** Files in turn, each again and again. @param files at least one */
  static ofFiles(files: readonly MediaFile[]): MediaSupply {
    return new MediaSupply((number) => {
      const file = files[number % files.length];
      if (file === undefined) throw new RangeError('no files of media');
      return file;
    });
  }

  /** Noise, never the same. */
  static ofNoise(pool: MediaPool): MediaSupply {
    return new MediaSupply((number) => pool.make(number));
  }

  /** @param number of the file, from 0 */
  at(number: number): SuppliedMedia {
    return this.#make(number);
  }
}
