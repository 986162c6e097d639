import type {
  ChatMessage,
  ContentPart,
  RequestTools,
} from '../../../../spec/content/chat-message.ts';
import type { JsonObject } from '../../../../spec/content/json-value.ts';
import { parseIfJson } from '../../../../spec/parse-json.ts';
import type { ReadOptions, Turn } from '../../dataset.ts';
import { mediaAt } from '../media/media-at.ts';
import { RowError } from '../rows/row-error.ts';
import type { ColumnKind, ColumnMap } from './column-map.ts';
import { textAt, wordsAt } from './json-fields.ts';
import { outputLengthAt } from './output-length.ts';
import { toolsAt } from './chat/tools-of.ts';

/** Kinds of columns with media, in the order in which they are sent after the text. */
const MEDIA = ['image', 'video', 'audio'] as const;

/** The turns of a row of a table: the requests of a conversation. */
export function columnTurns(
  table: JsonObject,
  { turns }: ColumnMap,
  line: number,
  options: ReadOptions,
): Turn[] {
  if (turns.length === 0) throw new RowError('no column with a prompt');
  return turns.map(({ number, columns }) => {
    const messages = messagesOf(table, columns, options);
    if (messages === undefined) throw new RowError(`turn ${number}: no column with a prompt`);
    const output = lengthOf(table, columns.get('outputTokens'));
    const tools = toolsIn(table, columns.get('tools'));
    return {
      line,
      input: {
        kind: 'content',
        content: { messages, ...(tools === undefined ? {} : { tools }) },
      },
      ...(output === undefined ? {} : { output }),
    };
  });
}

function messagesOf(
  table: JsonObject,
  columns: ReadonlyMap<ColumnKind, string>,
  options: ReadOptions,
): ChatMessage[] | undefined {
  const prefix = columns.get('prefix');
  const text = columns.get('text');
  const media = MEDIA.flatMap((kind): ContentPart[] => {
    const name = columns.get(kind);
    return name === undefined ? [] : [mediaAt(table[name], name, kind, options)];
  });
  const words = text === undefined ? undefined : wordsAt(table[text], text);
  if (words === undefined && media.length === 0) return undefined;
  const content = media.length === 0 ? (words ?? '') : [...textPart(words), ...media];
  return [
    ...(prefix === undefined
      ? []
      : [{ role: 'system', content: textAt(table[prefix], prefix) } as const]),
    { role: 'user', content },
  ];
}

function textPart(text: string | undefined): ContentPart[] {
  return text === undefined ? [] : [{ type: 'text', text }];
}

/** guidellm has the server generate exactly that many. */
function lengthOf(table: JsonObject, name: string | undefined): Turn['output'] {
  return name === undefined ? undefined : outputLengthAt(table[name], name, 'demand');
}

/** A list, or its JSON in a table of texts. */
function toolsIn(table: JsonObject, name: string | undefined): RequestTools | undefined {
  if (name === undefined) return undefined;
  const value = table[name];
  return toolsAt(typeof value === 'string' ? (parseIfJson(value) ?? value) : value, name);
}
