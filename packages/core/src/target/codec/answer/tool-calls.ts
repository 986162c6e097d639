import type { ToolCall } from '../../../spec/content/chat-message.ts';
import type { ToolCallPiece } from '../decoded-response.ts';

/** A call whose pieces are still arriving. */
interface GrowingCall {
  id: string;
  name: string;
  arguments: string;
}

/** Joins the pieces of tool calls, which may be interleaved. */
export class ToolCalls {
  readonly #calls = new Map<string, GrowingCall>();

  /** @param pieces of one event */
  take(pieces: readonly ToolCallPiece[]): void {
    for (const piece of pieces) this.#takePiece(piece);
  }

  /** The calls so far, in the order in which they began; pieces without a name are no call. */
  read(): readonly ToolCall[] {
    return [...this.#calls.values()].filter(({ name }) => name !== '').map((call) => ({ ...call }));
  }

  #takePiece(piece: ToolCallPiece): void {
    const { id, name } = piece;
    const key = piece.key === '' ? `call ${this.#calls.size}` : piece.key;
    const call = this.#calls.get(key);
    if (call === undefined) {
      this.#calls.set(key, { id, name, arguments: piece.arguments });
      return;
    }
    if (call.id === '') call.id = id;
    if (call.name === '') call.name = name;
    if (piece.isWhole !== true) call.arguments += piece.arguments;
    else if (call.arguments === '') call.arguments = piece.arguments;
  }
}
