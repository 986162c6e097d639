/** Bit rates of layer III by their index, kbit/s: MPEG 1, and MPEG 2 and 2.5. */
const KBITS_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const KBITS_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

/** Sample rates of MPEG 1 by their index; MPEG 2 has half, MPEG 2.5 a quarter. */
const SAMPLE_HZ = [44_100, 48_000, 32_000];

/** Bytes of the header of a frame, and of an ID3 tag before the first. */
const HEADER_BYTES = 4;
const TAG_HEADER_BYTES = 10;

interface Frame {
  readonly bytes: number;
  readonly durationMs: number;
}

/** The duration of an MP3 file, frame by frame, so that it is right at a variable bit rate. `NaN` without any frame. */
export function mp3DurationMs(mp3: Buffer): number {
  let durationMs = 0;
  for (let at = afterTag(mp3); at + HEADER_BYTES <= mp3.byteLength;) {
    const frame = readFrame(mp3, at);
    if (frame === undefined) break;
    durationMs += frame.durationMs;
    at += frame.bytes;
  }
  return durationMs === 0 ? Number.NaN : durationMs;
}

/** Sizes of ID3 tags have 7 bits in a byte. */
function afterTag(mp3: Buffer): number {
  if (mp3.toString('latin1', 0, 3) !== 'ID3' || mp3.byteLength < TAG_HEADER_BYTES) return 0;
  const size = mp3
    .subarray(6, TAG_HEADER_BYTES)
    .reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);
  return TAG_HEADER_BYTES + size;
}

function readFrame(mp3: Buffer, at: number): Frame | undefined {
  const header = mp3.readUInt32BE(at);
  // 11 set bits, and layer III.
  if (header >>> 21 !== 0x7ff || ((header >>> 17) & 3) !== 1) return undefined;
  const version = (header >>> 19) & 3;
  const isMpeg1 = version === 3;
  const kbits = (isMpeg1 ? KBITS_1 : KBITS_2)[(header >>> 12) & 15] ?? 0;
  const fullHz = SAMPLE_HZ[(header >>> 10) & 3] ?? 0;
  if (version === 1 || kbits === 0 || fullHz === 0) return undefined;
  const sampleHz = fullHz / (isMpeg1 ? 1 : version === 2 ? 2 : 4);
  const samples = isMpeg1 ? 1152 : 576;
  const padding = (header >>> 9) & 1;
  return {
    bytes: Math.floor(((samples / 8) * kbits * 1000) / sampleHz) + padding,
    durationMs: (samples / sampleHz) * 1000,
  };
}
