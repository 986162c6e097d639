/** Bytes at the beginning of a file by which its type is known. */
export const MEDIA_HEAD_BYTES = 16;

/** The media type of a file by its first bytes, whatever its name; undefined where it is unknown. */
export function mediaTypeOf(head: Uint8Array): string | undefined {
  const text = Buffer.from(head.subarray(0, MEDIA_HEAD_BYTES)).toString('latin1');
  if (text.startsWith('\u0089PNG\r\n\u001A\n')) return 'image/png';
  if (text.startsWith('\u00FF\u00D8\u00FF')) return 'image/jpeg';
  if (text.startsWith('GIF87a') || text.startsWith('GIF89a')) return 'image/gif';
  if (text.startsWith('RIFF')) return riffTypeOf(text.slice(8, 12));
  if (text.startsWith('ID3') || isMpegFrame(head)) return 'audio/mpeg';
  return text.slice(4, 8) === 'ftyp' ? 'video/mp4' : undefined;
}

function riffTypeOf(form: string): string | undefined {
  if (form === 'WAVE') return 'audio/wav';
  return form === 'WEBP' ? 'image/webp' : undefined;
}

/** A frame of MPEG audio, layer 3: 11 bits set, then version and layer. */
function isMpegFrame(head: Uint8Array): boolean {
  const [first = 0, second = 0] = head;
  return first === 0xff && (second & 0xe0) === 0xe0 && (second & 0x06) === 0x02;
}
