import { createHash } from 'node:crypto';
import type { SettingValue } from '../../../spec/server-settings.ts';

/** A longer text is kept as its hash (templates, licenses, vocabularies), characters. */
const MAX_TEXT_CHARACTERS = 240;
/** A longer name is not that of a setting, characters. */
const MAX_NAME_CHARACTERS = 160;
/** Far more than any server has; further settings are dropped. */
export const MAX_SETTINGS = 2000;

/** Texts that are only compared, so they are hashed at any length. */
const HASHED =
  /(?:^|[._])(?:chat_template|template|modelfile|license|system|system_prompt|grammar)$/;

/** Settings by name, in the order of the response. */
export type FlatSettings = Map<string, SettingValue>;

/**
 * Flattens JSON to its leaves by path: `{"model": {"max_len": 1}}` is `model.max_len`. A list of plain values is one text,
 * and null is dropped. Long texts and templates become `sha256:` and 16 hexadecimal digits.
 * @param value redacted JSON
 * @param prefix of every name; may be empty
 */
export function flattenSettings(value: unknown, prefix: string): FlatSettings {
  const flat: FlatSettings = new Map();
  addLeaves(flat, prefix, value);
  return flat;
}

function addLeaves(flat: FlatSettings, name: string, value: unknown): void {
  if (flat.size >= MAX_SETTINGS || name.length > MAX_NAME_CHARACTERS) return;
  if (isPlain(value)) flat.set(name, typeof value === 'string' ? shorten(name, value) : value);
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) {
    for (const [key, item] of Object.entries(value)) addLeaves(flat, join(name, key), item);
  } else if (value.every((item) => isPlain(item) || item === null)) {
    const items = value.filter((item) => item !== null);
    if (items.length > 0 || value.length === 0) flat.set(name, shorten(name, items.join(', ')));
  } else {
    for (const [index, item] of value.entries()) addLeaves(flat, `${name}[${index}]`, item);
  }
}

function isPlain(value: unknown): value is SettingValue {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value === 'string' || typeof value === 'boolean';
}

function join(prefix: string, key: string): string {
  return prefix === '' ? key : `${prefix}.${key}`;
}

function shorten(name: string, text: string): string {
  const isHashed = text.length > MAX_TEXT_CHARACTERS || (HASHED.test(name) && text !== '');
  if (!isHashed) return text;
  return `sha256:${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
}
