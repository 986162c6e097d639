import type { JsonValue } from '../../../../../spec/content/json-value.ts';
import type { MediaOptions } from '../../media/media-at.ts';
import { partAt } from '../content-at.ts';
import { isObject } from '../json-fields.ts';

/** Levels at which bodies of the known APIs have content. */
const MAX_DEPTH = 8;

/**
 * Checks the media of a body that is sent as recorded, wherever it has a list of `content`.
 * @throws {RowError} when a part cannot be sent
 */
export function checkBodyMedia(
  value: JsonValue,
  at: string,
  options: Omit<MediaOptions, 'folder'>,
  depth: number = 0,
): void {
  if (depth > MAX_DEPTH) return;
  if (Array.isArray(value)) {
    for (const [index, one] of value.entries()) {
      if (typeof one === 'object') checkBodyMedia(one, `${at}[${index}]`, options, depth + 1);
    }
  } else if (isObject(value)) {
    for (const [name, one] of Object.entries(value)) {
      if (name === 'content' && Array.isArray(one)) checkParts(one, `${at}.content`, options);
      if (typeof one === 'object') checkBodyMedia(one, `${at}.${name}`, options, depth + 1);
    }
  }
}

function checkParts(parts: readonly JsonValue[], at: string, options: MediaOptions): void {
  for (const [index, part] of parts.entries()) {
    if (isObject(part) && typeof part['type'] === 'string') {
      partAt(part, `${at}[${index}]`, options);
    }
  }
}
