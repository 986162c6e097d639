import type { MediaSource } from '../../../../spec/content/chat-message.ts';
import {
  recognizeMedia,
  SIGNATURE_BYTES,
  type MediaKind,
} from '../../../../spec/media/media-kind.ts';

const NAMES: Readonly<Record<MediaKind, string>> = {
  image: 'a picture',
  audio: 'a recording',
  video: 'a video',
};

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * Why media cannot be sent as this kind of part; undefined where they can.
 * Only bytes that contradict their kind are refused: the type of other bytes is believed.
 */
export function checkMedia(source: MediaSource, kind: MediaKind): string | undefined {
  if ('url' in source) return undefined;
  const { mediaType, base64 } = source;
  if (!mediaType.startsWith(`${kind}/`)) return `expected ${NAMES[kind]}, found ${mediaType}`;
  if (base64.length % 4 === 1 || !BASE64.test(base64)) return 'expected base64';
  const head = Buffer.from(base64.slice(0, (SIGNATURE_BYTES / 3) * 4), 'base64');
  const found = recognizeMedia(head);
  if (found === undefined) return undefined;
  if (found.kind !== kind) return `expected ${NAMES[kind]}, found ${found.mediaType}`;
  return found.mediaType === 'video/mp4' ? checkFirstBox(head, base64) : undefined;
}

/** A video begins with a box of a stated size, and has another. */
function checkFirstBox(head: Buffer, base64: string): string | undefined {
  const boxBytes = head.readUInt32BE(0);
  const bytes = Buffer.byteLength(base64, 'base64');
  return bytes > boxBytes ? undefined : `the video is cut after ${bytes} bytes`;
}
