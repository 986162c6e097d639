import type { OutputSchema } from '../../spec/content/chat-message.ts';
import type { JsonObject } from '../../spec/content/json-value.ts';
import { readOutputSchema } from '../output-schema/read-output-schema.ts';
import type { MediaFile } from './read-media-file.ts';
import { readMediaFiles } from './read-media-files.ts';

/** Which files a user names for the content of requests. */
export interface NamedContent {
  /** Files where it has `files`; else made. */
  readonly images?: object;
  readonly audio?: object;
  readonly outputSchema?: string | JsonObject;
}

/** Files for the content of requests, read. */
export interface ContentFiles {
  readonly images?: readonly MediaFile[];
  readonly recordings?: readonly MediaFile[];
  readonly outputSchema?: OutputSchema;
}

/**
 * Reads the files that requests carry. Call it before anything is started, so that a mistake costs no time.
 * @throws {ConfigError} where one cannot be read or is invalid
 */
export function readContentFiles({ images, audio, outputSchema }: NamedContent): ContentFiles {
  const pictures = filesOf(images);
  const recordings = filesOf(audio);
  return {
    ...(pictures === undefined
      ? {}
      : { images: readMediaFiles(pictures, { kind: 'image', flag: '--images' }) }),
    ...(recordings === undefined
      ? {}
      : { recordings: readMediaFiles(recordings, { kind: 'audio', flag: '--audio' }) }),
    ...(outputSchema === undefined ? {} : { outputSchema: readOutputSchema(outputSchema) }),
  };
}

function filesOf(named: object | undefined): string | undefined {
  if (named === undefined || !('files' in named)) return undefined;
  return typeof named.files === 'string' ? named.files : undefined;
}
