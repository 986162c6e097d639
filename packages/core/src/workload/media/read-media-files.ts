import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from '../../spec/error/errors.ts';
import { fileReason } from '../../spec/error/system-error.ts';
import { formatBytes } from '../../spec/format-quantity.ts';
import type { MediaKind } from '../../spec/media/media-kind.ts';
import { readMediaFile, type MediaFile } from './read-media-file.ts';

/** Most bytes of files that are kept in memory. */
const MOST_BYTES = 512 * 2 ** 20;

/** Where a user names files of media, for messages. */
export interface MediaFlag {
  readonly kind: MediaKind;
  /** `--images`. */
  readonly flag: string;
}

/**
 * Reads a file of media, or all files of a folder by name; hidden ones are left out.
 * @throws {ConfigError} where one cannot be read or is of another kind, the folder is empty, or they exceed the memory for them
 */
export function readMediaFiles(place: string, { kind, flag }: MediaFlag): MediaFile[] {
  const paths = pathsOf(place, flag);
  if (paths.length === 0) {
    throw new ConfigError(`${flag}: the folder "${place}" has no files`, {
      help: `name a folder with ${kind} files`,
    });
  }
  let bytes = 0;
  return paths.map((file) => {
    const media = readMediaFile(file);
    if (media.kind !== kind) {
      throw new ConfigError(`${flag}: "${file}" is ${media.source.mediaType}, not ${kind}`, {
        help: 'remove the file, or name another folder',
      });
    }
    bytes += media.bytes;
    if (bytes > MOST_BYTES) {
      throw new ConfigError(
        `${flag}: the files of "${place}" exceed ${formatBytes(MOST_BYTES)}, which is kept in memory`,
        { help: 'name a folder with fewer files' },
      );
    }
    return media;
  });
}

function pathsOf(place: string, flag: string): string[] {
  try {
    if (!statSync(place).isDirectory()) return [place];
    return readdirSync(place, { withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => path.join(place, name))
      .toSorted();
  } catch (error) {
    throw new ConfigError(`${flag}: cannot read "${place}": ${fileReason(error)}`, {
      cause: error,
      help: 'check the path',
    });
  }
}
