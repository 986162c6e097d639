import { describe, expect, it } from 'vitest';
import { audioDurationMs, createAudioMeter } from '../../../src/spec/media/create-audio-meter.ts';
import { recordingPool } from '../../../src/workload/media/media-pool.ts';

const WAV = Buffer.from(
  recordingPool(500, { seed: 1, nonce: 'a' }).make(0).source.base64,
  'base64',
);

/** Frames of MPEG 1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes and 1152 samples each. */
function mp3(frames: number): Buffer {
  const frame = Buffer.alloc(417);
  frame.writeUInt32BE(0xff_fb_90_64);
  return Buffer.concat(Array.from({ length: frames }, () => frame));
}

/** A tag of 200 bytes before the first frame, with bytes that look like one. */
function tagged(bytes: Buffer): Buffer {
  const tag = Buffer.alloc(210);
  tag.write('ID3\u0004', 'latin1');
  tag.set([0, 0, 1, 72], 6);
  tag.writeUInt32BE(0xff_fb_10_64, 100);
  return Buffer.concat([tag, bytes]);
}

function inPieces(bytes: Buffer, mediaType: string, size: number): number {
  const meter = createAudioMeter(mediaType, 24_000);
  for (let at = 0; at < bytes.byteLength; at += size) meter.push(bytes.subarray(at, at + size));
  return meter.durationMs;
}

describe('audio meter', () => {
  it.each([1, 7, 44, 1000, 100_000])('measures WAV in pieces of %i bytes', (size) => {
    expect(inPieces(WAV, 'audio/wav', size)).toBe(500);
  });

  it.each([1, 7, 417, 1000, 100_000])('measures MP3 in pieces of %i bytes', (size) => {
    const expected = (38 * 1152 * 1000) / 44_100;
    expect(inPieces(mp3(38), 'audio/mpeg', size)).toBeCloseTo(expected, 6);
    expect(inPieces(tagged(mp3(38)), 'audio/mpeg', size)).toBeCloseTo(expected, 6);
  });

  it('measures raw samples by their rate', () => {
    expect(inPieces(Buffer.alloc(48_000), 'audio/pcm', 999)).toBe(1000);
  });

  it.each([0, 0xff_ff_ff_ff])(
    'counts the samples of a stream whose header says %i bytes',
    (size) => {
      const streamed = Buffer.from(WAV);
      streamed.writeUInt32LE(size, 40);
      expect(inPieces(streamed, 'audio/wav', 100)).toBe(500);
    },
  );

  it('counts the samples that came of a WAV file that is cut', () => {
    expect(audioDurationMs(WAV.subarray(0, 44 + 1600), 'audio/wav')).toBe(50);
  });

  it('finds samples behind other chunks', () => {
    const list = Buffer.from('LIST\u0003\u0000\u0000\u0000abc\u0000', 'latin1');
    const odd = Buffer.concat([WAV.subarray(0, 36), list, WAV.subarray(36)]);
    expect(audioDurationMs(odd, 'audio/wav')).toBe(500);
  });

  it('returns NaN where no header says', () => {
    expect(audioDurationMs(Buffer.from('RIFF'), 'audio/wav')).toBeNaN();
    expect(audioDurationMs(Buffer.from('no frames at all'), 'audio/mpeg')).toBeNaN();
    expect(audioDurationMs(Buffer.alloc(1000), 'audio/ogg')).toBeNaN();
  });
});
