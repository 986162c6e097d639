import type { OutputSchema } from '../../spec/content/chat-message.ts';
import type { JsonObject } from '../../spec/content/json-value.ts';
import { readOutputSchema } from '../output-schema/read-output-schema.ts';
import { digestOf, type FileDigest } from '../file-digest.ts';
import type { MediaFile } from './read-media-file.ts';
import { readMediaFiles, type MediaFlag } from './read-media-files.ts';

/** Which files a user names for the content of requests. */
export interface NamedContent {
  /** Files where it has `files`; else made. */
  readonly images?: object;
  readonly audio?: object;
  readonly outputSchema?: string | JsonObject;
}

/** A file, or a folder of files, that a user names for the content of requests. */
export interface NamedFile {
  readonly use: 'images' | 'audio' | 'output-schema';
  readonly path: string;
  /** Of all files of a folder, one behind the other by name; of a schema as it is sent. */
  readonly digest: FileDigest;
}

/** Files for the content of requests, read. */
export interface ContentFiles {
  readonly images?: readonly MediaFile[];
  readonly recordings?: readonly MediaFile[];
  readonly outputSchema?: OutputSchema;
  /** What was read of the files that the user names. */
  readonly named?: readonly NamedFile[];
}

/**
 * Reads the files that requests carry. Call it before anything is started, so that a mistake costs no time.
 * @throws {ConfigError} where one cannot be read or is invalid
 */
export function readContentFiles({ images, audio, outputSchema }: NamedContent): ContentFiles {
  const named: NamedFile[] = [];
  const media = (place: string, flag: MediaFlag, use: NamedFile['use']): MediaFile[] => {
    const files = readMediaFiles(place, flag);
    named.push({ use, path: place, digest: digestOf(contentsOf(files)) });
    return files;
  };
  const pictures = filesOf(images);
  const recordings = filesOf(audio);
  const schema = outputSchema === undefined ? undefined : readOutputSchema(outputSchema);
  if (schema !== undefined && typeof outputSchema === 'string') {
    const digest = digestOf([Buffer.from(JSON.stringify(schema.schema))]);
    named.push({ use: 'output-schema', path: outputSchema, digest });
  }
  return {
    ...(pictures === undefined
      ? {}
      : { images: media(pictures, { kind: 'image', flag: '--images' }, 'images') }),
    ...(recordings === undefined
      ? {}
      : { recordings: media(recordings, { kind: 'audio', flag: '--audio' }, 'audio') }),
    ...(schema === undefined ? {} : { outputSchema: schema }),
    named,
  };
}

/** The bytes of files that are in memory, encoded. */
function* contentsOf(files: readonly MediaFile[]): Generator<Buffer> {
  for (const { source } of files) yield Buffer.from(source.base64, 'base64');
}

function filesOf(named: object | undefined): string | undefined {
  if (named === undefined || !('files' in named)) return undefined;
  return typeof named.files === 'string' ? named.files : undefined;
}
