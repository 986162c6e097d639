/** What a file of media holds. */
export type MediaKind = 'image' | 'audio' | 'video';

/** A kind of media and its media type, by content. */
export interface RecognizedMedia {
  readonly kind: MediaKind;
  readonly mediaType: string;
}

/** What files of media begin with: bytes at an offset, all of which must match. */
interface Signature extends RecognizedMedia {
  readonly parts: readonly { readonly at: number; readonly text: string }[];
}

/** Names of the supported formats, for messages. */
export const MEDIA_FORMATS = 'PNG, JPEG, GIF, WebP, WAV, MP3 or MP4';

/** Bytes that are needed to recognize a format. */
export const SIGNATURE_BYTES = 12;

/** Bytes of each format, one character per byte. */
const SIGNATURES: readonly Signature[] = [
  { kind: 'image', mediaType: 'image/png', parts: [{ at: 0, text: '\u0089PNG\r\n\u001A\n' }] },
  { kind: 'image', mediaType: 'image/jpeg', parts: [{ at: 0, text: '\u00FF\u00D8\u00FF' }] },
  { kind: 'image', mediaType: 'image/gif', parts: [{ at: 0, text: 'GIF87a' }] },
  { kind: 'image', mediaType: 'image/gif', parts: [{ at: 0, text: 'GIF89a' }] },
  {
    kind: 'image',
    mediaType: 'image/webp',
    parts: [
      { at: 0, text: 'RIFF' },
      { at: 8, text: 'WEBP' },
    ],
  },
  {
    kind: 'audio',
    mediaType: 'audio/wav',
    parts: [
      { at: 0, text: 'RIFF' },
      { at: 8, text: 'WAVE' },
    ],
  },
  { kind: 'audio', mediaType: 'audio/mpeg', parts: [{ at: 0, text: 'ID3' }] },
  { kind: 'video', mediaType: 'video/mp4', parts: [{ at: 4, text: 'ftyp' }] },
];

/** The format of a file by its first bytes, whatever its name; undefined for any other. */
export function recognizeMedia(bytes: Uint8Array): RecognizedMedia | undefined {
  const found = SIGNATURES.find(({ parts }) =>
    parts.every(({ at, text }) => hasText(bytes, at, text)),
  );
  if (found !== undefined) return { kind: found.kind, mediaType: found.mediaType };
  return isMpegFrame(bytes) ? { kind: 'audio', mediaType: 'audio/mpeg' } : undefined;
}

function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  return Array.from(text).every(
    (character, index) => bytes[at + index] === character.charCodeAt(0),
  );
}

/** The header of an MPEG frame of layer III: 11 set bits, a known version, a bit rate and a sample rate. */
function isMpegFrame(bytes: Uint8Array): boolean {
  const [first = 0, second = 0, third = 0] = bytes;
  if (first !== 0xff || (second & 0xe0) !== 0xe0) return false;
  const isVersionKnown = (second & 0x18) !== 0x08;
  const isLayer3 = (second & 0x06) === 0x02;
  const bitRate = third >> 4;
  return isVersionKnown && isLayer3 && bitRate !== 0 && bitRate !== 15 && (third & 0x0c) !== 0x0c;
}
