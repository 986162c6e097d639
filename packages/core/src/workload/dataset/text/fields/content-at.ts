import type { ContentPart } from '../../../../spec/content/chat-message.ts';
import type { JsonObject, JsonValue } from '../../../../spec/content/json-value.ts';
import { audioTypeOf, mediaAt, mediaPart, type MediaOptions } from '../media/media-at.ts';
import { RowError } from '../rows/row-error.ts';
import { isObject, objectAt, textAt, unexpected } from './json-fields.ts';

/** Reads a part of one kind. */
type ReadPart = (part: JsonObject, at: string, options: MediaOptions) => ContentPart;

/** How parts are read, by the type that Chat Completions, Responses and Messages give them. */
const PARTS: ReadonlyMap<unknown, ReadPart> = new Map<string, ReadPart>([
  ['text', readText],
  ['input_text', readText],
  ['output_text', readText],
  ['image_url', byUrl('image', 'image_url')],
  ['audio_url', byUrl('audio', 'audio_url')],
  ['video_url', byUrl('video', 'video_url')],
  ['input_image', readInputImage],
  ['input_audio', readInputAudio],
  ['image', readImage],
]);

/**
 * The content of a message.
 * @throws {RowError} when it is neither text nor parts, or when media cannot be sent
 */
export function contentAt(
  value: unknown,
  at: string,
  options: MediaOptions,
): string | ContentPart[] {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) throw unexpected(at, 'a text or a list of parts', value);
  return value.map((part, index) => partAt(part, `${at}[${index}]`, options));
}

/** @throws {RowError} when the part is none, or its media cannot be sent */
export function partAt(value: unknown, at: string, options: MediaOptions): ContentPart {
  if (typeof value === 'string') return { type: 'text', text: value };
  const part = objectAt(value, at);
  const type = textAt(part['type'], `${at}.type`);
  const read = PARTS.get(type);
  return read === undefined ? { type: 'raw', part } : read(part, at, options);
}

function readText(part: JsonObject, at: string): ContentPart {
  return { type: 'text', text: textAt(part['text'], `${at}.text`) };
}

function byUrl(kind: 'image' | 'audio' | 'video', field: string): ReadPart {
  return (part, at, options) => {
    const value = part[field];
    requireMedia(part, value, `${at}.${field}`);
    if (!isObject(value)) throw unexpected(`${at}.${field}`, '{"url": "…"}', value);
    return withDetail(mediaAt(value['url'], `${at}.${field}.url`, kind, options), value['detail']);
  };
}

/** A part of the Responses API, whose URL is not in an object. */
function readInputImage(part: JsonObject, at: string, options: MediaOptions): ContentPart {
  const url = part['image_url'];
  if (url === undefined && typeof part['file_id'] === 'string') return { type: 'raw', part };
  requireMedia(part, url, `${at}.image_url`);
  return withDetail(mediaAt(url, `${at}.image_url`, 'image', options), part['detail']);
}

function readInputAudio(part: JsonObject, at: string): ContentPart {
  requireMedia(part, part['input_audio'], `${at}.input_audio`);
  const audio = objectAt(part['input_audio'], `${at}.input_audio`);
  const format = textAt(audio['format'], `${at}.input_audio.format`);
  const base64 = textAt(audio['data'], `${at}.input_audio.data`);
  return mediaPart({ mediaType: audioTypeOf(format), base64 }, `${at}.input_audio.data`, 'audio');
}

/** A part of the Messages API; or a picture by its path. */
function readImage(part: JsonObject, at: string, options: MediaOptions): ContentPart {
  if (typeof part['image'] === 'string') {
    return mediaAt(part['image'], `${at}.image`, 'image', options);
  }
  requireMedia(part, part['source'], `${at}.source`);
  const source = objectAt(part['source'], `${at}.source`);
  if (source['type'] === 'file') return { type: 'raw', part };
  if (source['type'] === 'url') return mediaAt(source['url'], `${at}.source.url`, 'image', options);
  return mediaPart(
    {
      mediaType: textAt(source['media_type'], `${at}.source.media_type`),
      base64: textAt(source['data'], `${at}.source.data`),
    },
    `${at}.source.data`,
    'image',
  );
}

/** A part may name media by an id alone, which only a server that has them can answer. */
function requireMedia(part: JsonObject, value: JsonValue | undefined, at: string): void {
  if ((value ?? undefined) !== undefined || part['uuid'] === undefined) return;
  throw new RowError(
    `${at}: only a uuid, which is the key of a cache of the server; add the media themselves`,
  );
}

function withDetail<Part extends ContentPart>(part: Part, detail: JsonValue | undefined): Part {
  return typeof detail === 'string' ? { ...part, detail } : part;
}
