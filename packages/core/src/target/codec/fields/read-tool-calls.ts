import type { ToolCallPiece } from '../decoded-response.ts';
import { isRecord, listOf, textOf } from './json-fields.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

/**
 * Tool calls in a message or delta, or pieces of them. Servers tie pieces together by index; a call without one is whole.
 * @param scope sets the keys apart from those of other messages of the response
 */
export function readToolCalls(part: JsonRecord, scope: string): readonly ToolCallPiece[] {
  const calls = listOf(part['tool_calls']);
  const old = part['function_call'];
  if (calls.length === 0 && !isRecord(old)) return NONE;
  const pieces = calls.filter(isRecord).map((call) => {
    const key = typeof call['index'] === 'number' ? `${scope} ${call['index']}` : '';
    return pieceOf(key, textOf(call['id']), call['function']);
  });
  // The predecessor of tool calls: one call without an id.
  return isRecord(old) ? [...pieces, pieceOf(`${scope} function`, '', old)] : pieces;
}

/** Whether the model generated something of a piece: it generates names and arguments, not an index or an id. */
export function isGenerated({ name, arguments: json }: ToolCallPiece): boolean {
  return name !== '' || json !== '';
}

const NONE: readonly ToolCallPiece[] = [];

function pieceOf(key: string, id: string, called: unknown): ToolCallPiece {
  const fields = isRecord(called) ? called : {};
  const stated = fields['arguments'];
  // Ollama has the arguments as an object.
  const json = isRecord(stated) ? JSON.stringify(stated) : textOf(stated);
  return { key, id, name: textOf(fields['name']), arguments: json };
}
