import { noiseBytes } from './noise-bytes.ts';
import type { MediaTemplate } from './unique-media.ts';

/** Sample rate of made recordings: that of speech recognition models. */
export const RECORDING_HZ = 16_000;

/** 16-bit samples of one channel. */
const SAMPLE_BYTES = 2;

/** The last samples differ in each variant. */
const VARIABLE_BYTES = 2 * SAMPLE_BYTES;

/** Bytes of the header: the format and the beginning of the data. */
const HEADER_BYTES = 44;

/** Divisor of the noise: full scale would be clipped by filters. */
const ATTENUATION = 8;

/** A WAV file of noise: 16 kHz, 16 bits, one channel. Its last two samples differ in each variant. */
export function noiseRecording(durationMs: number, label: string): MediaTemplate {
  const sampleCount = Math.max(VARIABLE_BYTES, Math.round((durationMs / 1000) * RECORDING_HZ));
  const dataBytes = sampleCount * SAMPLE_BYTES;
  const samples = noiseBytes(label, dataBytes - VARIABLE_BYTES);
  for (let at = 0; at < samples.byteLength; at += SAMPLE_BYTES) {
    samples.writeInt16LE(Math.trunc(samples.readInt16LE(at) / ATTENUATION), at);
  }
  return {
    kind: 'audio',
    mediaType: 'audio/wav',
    head: Buffer.concat([wavHeader(dataBytes), samples]),
    variants: 2 ** (8 * VARIABLE_BYTES),
    durationMs: (sampleCount / RECORDING_HZ) * 1000,
    tail: (variant) => {
      const end = Buffer.alloc(VARIABLE_BYTES);
      end.writeUInt32LE(variant);
      return end;
    },
  };
}

function wavHeader(dataBytes: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RECORDING_HZ, 24);
  header.writeUInt32LE(RECORDING_HZ * SAMPLE_BYTES, 28);
  header.writeUInt16LE(SAMPLE_BYTES, 32);
  header.writeUInt16LE(8 * SAMPLE_BYTES, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}
