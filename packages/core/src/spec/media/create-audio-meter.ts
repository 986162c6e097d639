import type { AudioMeter } from './audio-meter.ts';
import { Mp3Meter } from './mp3-meter.ts';
import { WavMeter } from './wav-meter.ts';

/** Raw samples have no header: their rate is known beforehand. */
class PcmMeter implements AudioMeter {
  readonly #bytesPerMs: number;
  #bytes = 0;

  constructor(bytesPerMs: number) {
    this.#bytesPerMs = bytesPerMs;
  }

  push(bytes: Uint8Array): void {
    this.#bytes += bytes.byteLength;
  }

  get durationMs(): number {
    return this.#bytes / this.#bytesPerMs;
  }
}

/** Audio whose duration is not known. */
const UNMETERED: AudioMeter = Object.freeze({ push: () => {}, durationMs: Number.NaN });

/** Bytes of a sample of one channel of 16 bits. */
const SAMPLE_BYTES = 2;

/**
 * A meter for a media type: WAV, MP3, or raw samples of 16 bits and one channel.
 * @param pcmHz sample rate of raw samples
 */
export function createAudioMeter(mediaType: string, pcmHz: number): AudioMeter {
  switch (mediaType) {
    case 'audio/wav':
      return new WavMeter();
    case 'audio/mpeg':
      return new Mp3Meter();
    case 'audio/pcm':
      return new PcmMeter((pcmHz * SAMPLE_BYTES) / 1000);
    default:
      return UNMETERED;
  }
}

/** The duration of a WAV or MP3 file, milliseconds; `NaN` for other formats and damaged headers. */
export function audioDurationMs(bytes: Uint8Array, mediaType: string): number {
  const meter = createAudioMeter(mediaType, Number.NaN);
  meter.push(bytes);
  return meter.durationMs;
}
