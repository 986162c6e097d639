import { describe, expect, it } from 'vitest';
import { picturePool, POOL_FILES, recordingPool } from '../../../src/workload/media/media-pool.ts';
import { noisePicture } from '../../../src/workload/media/noise-picture.ts';
import { noiseRecording, RECORDING_HZ } from '../../../src/workload/media/noise-recording.ts';
import { UniqueMedia } from '../../../src/workload/media/unique-media.ts';
import { decodePng } from './decode-png.ts';

const SEED = { seed: 1, nonce: 'a' };

function bytesOf(media: UniqueMedia, variant: number): Buffer {
  return Buffer.from(media.make(variant).base64, 'base64');
}

describe('noise picture', () => {
  it.each([
    [1, 1],
    [2, 1],
    [7, 5],
    [64, 64],
    [300, 200],
  ])('is a valid PNG of %i×%i pixels in every variant', (width, height) => {
    const media = new UniqueMedia(noisePicture({ width, height }, 'one'));
    for (const variant of [0, 1, 255, 256, 2 ** 24 - 1]) {
      const decoded = decodePng(bytesOf(media, variant));
      expect(decoded).toMatchObject({ width, height });
      expect(decoded.scanlines).toHaveLength((1 + 3 * width) * height);
    }
  });

  it('differs between variants in its last pixel alone', () => {
    const media = new UniqueMedia(noisePicture({ width: 9, height: 4 }, 'one'));
    const one = decodePng(bytesOf(media, 3)).scanlines;
    const other = decodePng(bytesOf(media, 4)).scanlines;
    expect(one.subarray(0, -3).equals(other.subarray(0, -3))).toBe(true);
    expect(one.subarray(-3).equals(other.subarray(-3))).toBe(false);
  });

  it('has the size that it reports', () => {
    const media = new UniqueMedia(noisePicture({ width: 10, height: 10 }, 'one'));
    expect(bytesOf(media, 77)).toHaveLength(media.bytes);
  });
});

describe('noise recording', () => {
  it('is a WAV file of the duration, different in every variant', () => {
    const media = new UniqueMedia(noiseRecording(250, 'one'));
    const wav = bytesOf(media, 0);
    expect(wav.toString('latin1', 0, 4)).toBe('RIFF');
    expect(wav.readUInt32LE(4)).toBe(wav.byteLength - 8);
    expect(wav.readUInt32LE(24)).toBe(RECORDING_HZ);
    expect(wav.readUInt32LE(40)).toBe((RECORDING_HZ / 4) * 2);
    expect(wav.byteLength).toBe(44 + (RECORDING_HZ / 4) * 2);
    expect(media.template.durationMs).toBe(250);
    expect(bytesOf(media, 1).equals(wav)).toBe(false);
  });
});

describe('media pool', () => {
  it('never makes two equal files', () => {
    const pool = picturePool({ width: 8, height: 8 }, SEED);
    const made = Array.from({ length: 200 }, (_, number) => pool.make(number).source.base64);
    expect(new Set(made).size).toBe(200);
  });

  it('makes the same files from the same seed and nonce, and others from another nonce', () => {
    const file = (nonce: string): string =>
      picturePool({ width: 8, height: 8 }, { seed: 1, nonce }).make(5).source.base64;
    expect(file('a')).toBe(file('a'));
    expect(file('a')).not.toBe(file('b'));
  });

  it('keeps a bounded number of files in memory', () => {
    expect(picturePool({ width: 8, height: 8 }, SEED).size).toBe(POOL_FILES);
    // 12 MB of pixels, 16 MB encoded.
    expect(picturePool({ width: 2000, height: 2000 }, SEED).size).toBe(4);
  });

  it('reports the duration of a recording', () => {
    expect(recordingPool(1000, SEED).make(3).durationMs).toBe(1000);
  });
});
