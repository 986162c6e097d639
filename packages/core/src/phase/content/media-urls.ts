import type { RequestContent } from '../../spec/content/request-content.ts';
import type { JsonValue } from '../../spec/content/json-value.ts';

const REMOTE = /^https?:\/\//i;

/** Keys of the URL of a picture, a recording or a video in the parts of all APIs; `source` has one in a part of a message. */
const URL_KEYS: ReadonlySet<string> = new Set([
  'url',
  'image_url',
  'video_url',
  'audio_url',
  'source',
  'file_url',
]);

/** Keys under which a recorded body has its parts. */
const PART_KEYS: ReadonlySet<string> = new Set(['messages', 'input', 'content', ...URL_KEYS]);

/** The first URL of media that the server would download; undefined without one. */
export function findMediaUrl({ messages, body }: RequestContent): string | undefined {
  for (const { content } of messages) {
    if (typeof content === 'string') continue;
    for (const part of content) {
      if (part.type === 'text') continue;
      const url = part.type === 'raw' ? urlIn(part.part) : urlOf(part.source);
      if (url !== undefined) return url;
    }
  }
  return body === undefined ? undefined : urlIn(body);
}

function urlOf(source: object): string | undefined {
  return 'url' in source && typeof source.url === 'string' && REMOTE.test(source.url)
    ? source.url
    : undefined;
}

/** Looks in parts alone: a URL in a text is not fetched. */
function urlIn(value: JsonValue, key = 'content'): string | undefined {
  if (typeof value === 'string') {
    return URL_KEYS.has(key) && REMOTE.test(value) ? value : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = Array.isArray(value)
    ? value.map((one) => [key, one] as const)
    : Object.entries(value).filter(([name]) => PART_KEYS.has(name));
  for (const [name, one] of entries) {
    const url = urlIn(one, name);
    if (url !== undefined) return url;
  }
  return undefined;
}
