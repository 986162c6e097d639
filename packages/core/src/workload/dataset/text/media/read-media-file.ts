import { readFileSync } from 'node:fs';
import type { MediaSource } from '../../../../spec/content/chat-message.ts';
import { RowError } from '../rows/row-error.ts';
import { mediaTypeOf } from './media-type-of.ts';

/**
 * Reads a picture, a recording or a video; its type is that of its content, not of its name.
 * @throws {RowError} when there is none, or none of a known type
 */
export function readMediaFile(path: string): MediaSource {
  const bytes = readBytes(path);
  if (bytes.length === 0) throw new RowError(`the file "${path}" is empty`);
  const mediaType = mediaTypeOf(bytes);
  if (mediaType === undefined) {
    throw new RowError(
      `the file "${path}" is none of PNG, JPEG, GIF, WebP, WAV, MP3 and MP4; convert it to one of them`,
    );
  }
  return { mediaType, base64: bytes.toString('base64') };
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code = 'code' in error ? String(error.code) : '';
    throw new RowError(
      code === 'ENOENT'
        ? `no file "${path}"; paths are relative to the folder of the data set`
        : `cannot read the file "${path}": ${error.message}`,
    );
  }
}
