import { Buffer } from 'node:buffer';

/** Size of the header of a WAV file of raw samples, bytes. */
export const WAV_HEADER_BYTES = 44;

/** Size of a sample of 16 bits, bytes. */
export const WAV_SAMPLE_BYTES = 2;

/**
 * The header of a WAV file of one channel with 16 bits a sample.
 * @param dataBytes size of all samples
 */
export function wavHeader(hz: number, dataBytes: number): Buffer {
  const header = Buffer.alloc(WAV_HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(WAV_HEADER_BYTES - 8 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  // Raw samples of one channel.
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(hz, 24);
  header.writeUInt32LE(hz * WAV_SAMPLE_BYTES, 28);
  header.writeUInt16LE(WAV_SAMPLE_BYTES, 32);
  header.writeUInt16LE(8 * WAV_SAMPLE_BYTES, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}
