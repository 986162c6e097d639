import { readFileSync } from 'node:fs';
import type { MediaSource } from '../../spec/content/chat-message.ts';
import { ConfigError } from '../../spec/error/errors.ts';
import { fileReason } from '../../spec/error/system-error.ts';
import { audioDurationMs } from '../../spec/media/create-audio-meter.ts';
import {
  MEDIA_FORMATS,
  recognizeMedia,
  SIGNATURE_BYTES,
  type MediaKind,
} from '../../spec/media/media-kind.ts';

/** The line of a data set that names a file. */
export interface NamingLine {
  readonly path: string;
  readonly line: number;
}

/** A file of media, encoded. */
export interface MediaFile {
  readonly kind: MediaKind;
  readonly source: Extract<MediaSource, { base64: string }>;
  /** Bytes of the file. */
  readonly bytes: number;
  /** Milliseconds of a recording, `NaN` where its headers do not say; absent for pictures and videos. */
  readonly durationMs?: number;
}

/**
 * Reads and encodes a file of media. Its type follows from its content, since names are often wrong.
 * @param named the line that names it; absent for a file that the user names
 * @throws {ConfigError} for a file that is missing, empty or of an unknown format, with the line
 */
export function readMediaFile(path: string, named?: NamingLine): MediaFile {
  const bytes = readBytes(path, named);
  const where = placeOf(named);
  if (bytes.byteLength === 0) {
    throw new ConfigError(`${where}media file "${path}" is empty`, { help: 'replace the file' });
  }
  const media = recognizeMedia(bytes.subarray(0, SIGNATURE_BYTES));
  if (media === undefined) {
    throw new ConfigError(`${where}unknown media format "${path}": expected ${MEDIA_FORMATS}`, {
      help: 'convert the file; its type follows from its content, not from its name',
    });
  }
  const { kind, mediaType } = media;
  const source = { mediaType, base64: bytes.toString('base64') };
  const file = { kind, source, bytes: bytes.byteLength };
  return kind === 'audio' ? { ...file, durationMs: audioDurationMs(bytes, mediaType) } : file;
}

function readBytes(path: string, named: NamingLine | undefined): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new ConfigError(
      `${placeOf(named)}cannot read media file "${path}": ${fileReason(error)}`,
      {
        cause: error,
        help: 'check the path; in a data set it is relative to the file',
      },
    );
  }
}

function placeOf(named: NamingLine | undefined): string {
  return named === undefined ? '' : `"${named.path}", line ${named.line}: `;
}
