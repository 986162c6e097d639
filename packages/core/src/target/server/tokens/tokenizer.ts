import * as z from 'zod';
import { TargetError } from '../../errors.ts';
import { isOk, type ControlResponse, type ControlClient } from '../session/control-client.ts';

/** How a server is asked to tokenize. */
export type TokenizerKind = 'llama-cpp' | 'vllm';

const TokensSchema = z.object({ tokens: z.array(z.number()) });

/** The server's own tokenizer. */
export class HostTokenizer {
  readonly kind: TokenizerKind;
  readonly #control: ControlClient;

  constructor(kind: TokenizerKind, control: ControlClient) {
    this.kind = kind;
    this.#control = control;
  }

  /**
   * Ids of the tokens of a text, without any that the server puts around prompts.
   * @throws {TargetError} when the server does not answer with tokens
   */
  async tokenize(model: string, text: string, signal?: AbortSignal): Promise<number[]> {
    const body = bodyOf(this.kind, model, text);
    const tokens = tokensOf(await this.#control.query('/tokenize', body, signal));
    if (tokens !== undefined) return tokens;
    throw new TargetError(
      'The server answered /tokenize without tokens, although it did when the run began. Read its log.',
      { code: 'TOKENIZE' },
    );
  }
}

/**
 * Asks once in each way that servers know, first in that of the server's kind, each within the bound of what is asked only
 * to learn.
 * @returns undefined when it has no tokenizer to ask
 */
export async function probeTokenizer(
  control: ControlClient,
  model: string | undefined,
  serverKind: string,
  signal?: AbortSignal,
): Promise<HostTokenizer | undefined> {
  if (model === undefined) return undefined;
  const kinds =
    serverKind === 'vllm' ? (['vllm', 'llama-cpp'] as const) : (['llama-cpp', 'vllm'] as const);
  for (const kind of kinds) {
    const { answer } = await control.learn('/tokenize', {
      body: bodyOf(kind, model, 'north'),
      signal,
    });
    // A server that does not respond to one way is not asked in another.
    if (answer === undefined) return undefined;
    // A server that ignores the field it does not know answers with no token.
    if ((tokensOf(answer)?.length ?? 0) > 0) return new HostTokenizer(kind, control);
  }
  return undefined;
}

function bodyOf(kind: TokenizerKind, model: string, text: string): object {
  return kind === 'llama-cpp'
    ? { content: text, add_special: false }
    : { model, prompt: text, add_special_tokens: false };
}

function tokensOf(answer: ControlResponse): number[] | undefined {
  if (!isOk(answer)) return undefined;
  return TokensSchema.safeParse(answer.json).data?.tokens;
}
