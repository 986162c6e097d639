import { WAV_SAMPLE_BYTES, wavHeader } from '../../spec/media/wav-header.ts';
import { noiseBytes } from './noise-bytes.ts';
import type { MediaTemplate } from './unique-media.ts';

/** Sample rate of made recordings: that of speech recognition models. */
export const RECORDING_HZ = 16_000;

/** The last samples differ in each variant. */
const VARIABLE_BYTES = 2 * WAV_SAMPLE_BYTES;

/** Divisor of the noise: full scale would be clipped by filters. */
const ATTENUATION = 8;

/** A WAV file of noise: 16 kHz, 16 bits, one channel. Its last two samples differ in each variant. */
export function noiseRecording(durationMs: number, label: string): MediaTemplate {
  const sampleCount = Math.max(VARIABLE_BYTES, Math.round((durationMs / 1000) * RECORDING_HZ));
  const dataBytes = sampleCount * WAV_SAMPLE_BYTES;
  const samples = noiseBytes(label, dataBytes - VARIABLE_BYTES);
  for (let at = 0; at < samples.byteLength; at += WAV_SAMPLE_BYTES) {
    samples.writeInt16LE(Math.trunc(samples.readInt16LE(at) / ATTENUATION), at);
  }
  return {
    kind: 'audio',
    mediaType: 'audio/wav',
    head: Buffer.concat([wavHeader(RECORDING_HZ, dataBytes), samples]),
    variants: 2 ** (8 * VARIABLE_BYTES),
    durationMs: (sampleCount / RECORDING_HZ) * 1000,
    tail: (variant) => {
      const end = Buffer.alloc(VARIABLE_BYTES);
      end.writeUInt32LE(variant);
      return end;
    },
  };
}
