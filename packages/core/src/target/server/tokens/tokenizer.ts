import * as z from 'zod';
import { TargetError } from '../../errors.ts';
import { isOk, type ControlResponse, type ControlClient } from '../session/control-client.ts';

/** The form of a tokenize request. */
export type TokenizerKind = 'llama-cpp' | 'vllm';

const TokensSchema = z.object({ tokens: z.array(z.number()) });

/** The server's own tokenizer. */
export class ServerTokenizer {
  readonly kind: TokenizerKind;
  readonly #control: ControlClient;

  constructor(kind: TokenizerKind, control: ControlClient) {
    this.kind = kind;
    this.#control = control;
  }

  /**
   * Ids of the tokens of a text, without those that the server adds to prompts.
   * @throws {TargetError} when the server returns no tokens
   */
  async tokenize(model: string, text: string, signal?: AbortSignal): Promise<number[]> {
    const body = bodyOf(this.kind, model, text);
    const tokens = tokensOf(await this.#control.query('/tokenize', body, signal));
    if (tokens !== undefined) return tokens;
    throw new TargetError('POST /tokenize no longer returns tokens', {
      code: 'TOKENIZE',
      help: 'check the server log',
    });
  }
}

/**
 * Tries each form of the request once, that of the server's kind first, within the time limit of optional requests.
 * @returns undefined when the server offers no tokenizer
 */
export async function probeTokenizer(
  control: ControlClient,
  model: string | undefined,
  serverKind: string,
  signal?: AbortSignal,
): Promise<ServerTokenizer | undefined> {
  if (model === undefined) return undefined;
  const kinds =
    serverKind === 'vllm' ? (['vllm', 'llama-cpp'] as const) : (['llama-cpp', 'vllm'] as const);
  for (const kind of kinds) {
    const { response } = await control.learn('/tokenize', {
      body: bodyOf(kind, model, 'north'),
      signal,
    });
    // A server that does not respond to one form is not sent another.
    if (response === undefined) return undefined;
    // A server that ignores the unknown field returns no token.
    if ((tokensOf(response)?.length ?? 0) > 0) return new ServerTokenizer(kind, control);
  }
  return undefined;
}

function bodyOf(kind: TokenizerKind, model: string, text: string): object {
  return kind === 'llama-cpp'
    ? { content: text, add_special: false }
    : { model, prompt: text, add_special_tokens: false };
}

function tokensOf(response: ControlResponse): number[] | undefined {
  if (!isOk(response)) return undefined;
  return TokensSchema.safeParse(response.json).data?.tokens;
}
