import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ContentPart, MediaSource } from '../../../../spec/content/chat-message.ts';
import { ConfigError } from '../../../../spec/error/errors.ts';
import type { MediaKind } from '../../../../spec/media/media-kind.ts';
import { readMediaFile } from '../../../media/read-media-file.ts';
import { quote, wordsAt } from '../fields/json-fields.ts';
import { RowError } from '../rows/row-error.ts';
import { checkMedia } from './check-media.ts';

/** Where media of a data set may come from. */
export interface MediaOptions {
  /** Folder that paths are relative to; absent where content is sent as recorded, so that a path has no meaning. */
  readonly folder?: string;
  /** Whether they may be URLs. */
  readonly allowsUrls?: boolean;
  /** Whether they may be paths; so when absent. */
  readonly allowsFiles?: boolean;
}

const DATA_URL = /^data:([^;,]*)[^,]*?(;base64)?,/i;

/** A recording as AIPerf has it: `wav,UklGR…`. */
const FORMAT_AND_DATA = /^(wav|mp3),(.*)$/s;

/**
 * A part of media by its data URL, its path relative to the data set, or its URL where those are allowed.
 * @throws {RowError} when it cannot be sent
 */
export function mediaAt(
  value: unknown,
  at: string,
  kind: MediaKind,
  options: MediaOptions,
): Extract<ContentPart, { source: MediaSource }> {
  const text = wordsAt(value, at);
  const [, format, base64] = kind === 'audio' ? (FORMAT_AND_DATA.exec(text) ?? []) : [];
  const source =
    format === undefined || base64 === undefined
      ? sourceOf(text, at, options)
      : { mediaType: audioTypeOf(format), base64 };
  return mediaPart(source, at, kind);
}

/** The media type of a recording of a format such as `wav`. */
export function audioTypeOf(format: string): string {
  return `audio/${format === 'mp3' ? 'mpeg' : format}`;
}

/**
 * A part of media whose bytes are known.
 * @throws {RowError} when they are not of the kind
 */
export function mediaPart(
  source: MediaSource,
  at: string,
  kind: MediaKind,
): Extract<ContentPart, { source: MediaSource }> {
  const fault = checkMedia(source, kind);
  if (fault !== undefined) throw new RowError(`${at}: ${fault}`);
  return { type: kind, source };
}

function sourceOf(
  text: string,
  at: string,
  { folder, allowsUrls, allowsFiles }: MediaOptions,
): MediaSource {
  if (/^data:/i.test(text)) return dataOf(text, at);
  if (/^https?:/i.test(text)) {
    if (allowsUrls === true) return { url: text };
    throw new RowError(
      `${at}: ${quote(text)} is a URL, which the server downloads inside the request; save it to a file and use the path, or pass --allow-urls`,
    );
  }
  if (folder === undefined) {
    throw new RowError(
      `${at}: expected a data URL, found ${quote(text)}; a body is sent as recorded`,
    );
  }
  if (allowsFiles === false) {
    throw new RowError(
      `${at}: ${quote(text)} is a file, and a fleet sends no file that a row names; write it into the row as a data URL`,
    );
  }
  const file = path.resolve(folder, pathOf(text, at));
  try {
    return readMediaFile(file).source;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new RowError(`${at}: ${[error.summary, error.help].join('; ')}`);
  }
}

/** The path of a file URL, or the text itself. */
function pathOf(text: string, at: string): string {
  if (!/^file:/i.test(text)) return text;
  try {
    return fileURLToPath(text);
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof URIError)) throw error;
    throw new RowError(`${at}: expected the URL of a file here, found ${quote(text)}`);
  }
}

function dataOf(url: string, at: string): MediaSource {
  const [head, mediaType = '', base64] = DATA_URL.exec(url) ?? [];
  if (head === undefined || base64 === undefined) {
    throw new RowError(`${at}: expected "data:TYPE;base64,DATA", found ${quote(url)}`);
  }
  return { mediaType: mediaType.toLowerCase(), base64: url.slice(head.length) };
}
