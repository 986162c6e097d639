import type { JsonValue } from '../../../spec/content/json-value.ts';
import type { RequestContent } from '../../../spec/content/request-content.ts';

/** One input of a request: a text to be counted, or token ids, which are counted already. */
export type InputPiece = string | { readonly key: string; readonly tokens: number };

/** Keys of recorded bodies whose strings the model reads; others are options. */
const INPUT_KEYS: ReadonlySet<string> = new Set([
  'messages',
  'system',
  'instructions',
  'prompt',
  'input',
  'query',
  'queries',
  'documents',
  'texts',
  'text_1',
  'text_2',
  'content',
  'text',
]);

/** What the model reads of a request, without media, tools and the server's template; a message is one piece. */
export function piecesOf({ messages, items = [], query, body }: RequestContent): InputPiece[] {
  if (body !== undefined) return piecesOfObject(body);
  return [
    ...messages.map(({ content, toolCalls = [] }) =>
      [
        ...(typeof content === 'string'
          ? [content]
          : content.flatMap((part) => (part.type === 'text' ? [part.text] : []))),
        ...toolCalls.map((call) => `${call.name} ${call.arguments}`),
      ].join('\n'),
    ),
    ...(query === undefined ? [] : [query]),
    ...items.map((item) => (typeof item === 'string' ? item : pieceOfIds(item))),
  ];
}

/** Number of pictures, recordings and videos of a request. */
export function mediaCount({ messages, audio }: RequestContent): number {
  const parts = messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content));
  const media = parts.filter(({ type }) => type !== 'text' && type !== 'raw').length;
  return media + (audio === undefined ? 0 : 1);
}

function piecesOfObject(body: Readonly<Record<string, JsonValue>>): InputPiece[] {
  return Object.entries(body).flatMap(([key, value]) =>
    INPUT_KEYS.has(key) ? piecesOfValue(value) : [],
  );
}

function piecesOfValue(value: JsonValue): InputPiece[] {
  if (typeof value === 'string') return [value];
  if (isList(value)) {
    const isOfIds = value.length > 0 && value.every((one) => typeof one === 'number');
    return isOfIds ? [pieceOfIds(value)] : value.flatMap(piecesOfValue);
  }
  return typeof value === 'object' && value !== null ? piecesOfObject(value) : [];
}

function pieceOfIds(ids: readonly unknown[]): InputPiece {
  return { key: ids.join(' '), tokens: ids.length };
}

/** `Array.isArray` does not narrow a read-only list. */
function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
