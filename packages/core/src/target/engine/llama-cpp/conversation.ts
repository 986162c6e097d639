import type { LlamaContextSequence, LlamaModel, Token } from 'node-llama-cpp';
import { TargetError } from '../../errors.ts';
import type { EngineResponse, EngineRequest } from '../engine.ts';

/** The part of an {@link EngineRequest} that one sequence needs. */
export type SequenceRequest = Pick<
  EngineRequest,
  'prompt' | 'maxTokens' | 'isLengthDemanded' | 'greedy' | 'onToken' | 'signal'
>;

/** For requests that want variety instead of the most probable token. */
const SAMPLING_TEMPERATURE = 0.8;

/** Tokens before a response that the detokenizer needs as context. */
const DETOKENIZE_LOOK_BACK = 8;

/** The prompts and responses of one sequence. Requests must not overlap. */
export class Conversation {
  readonly #model: LlamaModel;
  readonly #sequence: LlamaContextSequence;
  /** The last generated token reaches the model only together with the next input. */
  #unread: Token | undefined;

  constructor(model: LlamaModel, sequence: LlamaContextSequence) {
    this.#model = model;
    this.#sequence = sequence;
  }

  /** Tokens in the sequence, the last generated one included. */
  get heldTokens(): number {
    return this.#sequence.nextTokenIndex + (this.#unread === undefined ? 0 : 1);
  }

  /** Reads the prompt behind what the sequence holds, and generates. */
  async respond(request: SequenceRequest): Promise<EngineResponse> {
    const heldBefore = this.heldTokens;
    const prompt = this.#tokenize(request.prompt, heldBefore === 0);
    if (prompt.length === 0) {
      throw new TargetError('the prompt has no tokens', {
        code: 'EMPTY_PROMPT',
      });
    }
    const pending = this.#unread === undefined ? prompt : [this.#unread, ...prompt];
    this.#unread = undefined;
    const last = await this.#readAllButLastBatch(pending, request.signal);
    const { tokens, residentTokens } =
      request.maxTokens === 0 ? await this.#read(last) : await this.#generate(last, request);
    return {
      inputTokens: prompt.length,
      cachedTokens: 0,
      offeredTokens: heldBefore + prompt.length,
      residentTokens,
      tokens,
      text: this.#model.detokenize(tokens, false, prompt.slice(-DETOKENIZE_LOOK_BACK)),
    };
  }

  #tokenize(text: string, atBeginning: boolean): Token[] {
    const { bos, shouldPrependBosToken } = this.#model.tokens;
    const tokens = this.#model.tokenize(text);
    return atBeginning && shouldPrependBosToken && bos !== null ? [bos, ...tokens] : tokens;
  }

  /** Processes a long prompt batch by batch, as llama.cpp would anyway, so that it can be canceled in between. */
  async #readAllButLastBatch(tokens: readonly Token[], signal: AbortSignal): Promise<Token[]> {
    const { batchSize } = this.#sequence.context;
    let from = 0;
    for (; tokens.length - from > batchSize; from += batchSize) {
      signal.throwIfAborted();
      await this.#sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(from, from + batchSize));
    }
    signal.throwIfAborted();
    return tokens.slice(from);
  }

  async #read(tokens: Token[]): Promise<{ tokens: Token[]; residentTokens: number }> {
    await this.#sequence.evaluateWithoutGeneratingNewTokens(tokens);
    return { tokens: [], residentTokens: this.#sequence.nextTokenIndex };
  }

  async #generate(
    input: Token[],
    { maxTokens, isLengthDemanded = false, greedy, onToken, signal }: SequenceRequest,
  ): Promise<{ tokens: Token[]; residentTokens: number }> {
    const tokens: Token[] = [];
    let residentTokens = Number.NaN;
    const stream = this.#sequence.evaluate(input, {
      temperature: greedy ? 0 : SAMPLING_TEMPERATURE,
      // Otherwise generation ends at an end token of the model.
      yieldEogToken: isLengthDemanded,
    });
    for await (const token of stream) {
      onToken();
      // At the first token, the sequence holds what remains of the prompt and nothing else.
      if (tokens.length === 0) residentTokens = this.#sequence.nextTokenIndex;
      tokens.push(token);
      this.#unread = token;
      if (tokens.length >= maxTokens) return { tokens, residentTokens };
      signal.throwIfAborted();
    }
    // The model ended on its own and has processed all its output.
    this.#unread = undefined;
    if (tokens.length === 0) residentTokens = this.#sequence.nextTokenIndex;
    return { tokens, residentTokens };
  }
}
