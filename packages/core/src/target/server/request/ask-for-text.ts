import type { ChatMessage } from '../../../spec/content/chat-message.ts';
import type { Generation, GenerationRequest } from '../../target.ts';
import type { HttpSession } from '../session/http-session.ts';
import type { OfferedTokens } from '../tokens/offered-tokens.ts';
import type { ListedModel } from '../probe/model-list.ts';
import { RequestError } from '../failure/request-error.ts';
import { placeOfTurn } from '../session/conversations.ts';
import { nameServedApis } from './name-served-apis.ts';
import { countTokensOf } from '../tokens/token-counts.ts';
import { toGeneration } from './to-generation.ts';

/** What reading a response needs of the server. */
interface TextServer {
  readonly models: ReadonlyMap<string, ListedModel>;
  readonly offered: OfferedTokens;
}

/** Requests text and waits for the whole response. @throws {RequestError} when there is no valid one */
export async function askForText(
  session: HttpSession,
  { models, offered }: TextServer,
  request: GenerationRequest,
  messages: readonly ChatMessage[],
): Promise<Generation> {
  const { model, maxTokens, isLengthDemanded = false, greedy: isGreedy, signal } = request;
  const place = request.context === undefined ? {} : placeOfTurn(request.context, messages);
  const question = { model, messages, maxTokens, isLengthDemanded, isGreedy, ...place };
  const finished = await session.ask(question, signal);
  if (finished.failure !== undefined) {
    throw new RequestError(await nameServedApis(session, finished));
  }
  const { facts, response, written } = finished;
  const contextTokens = models.get(model)?.contextTokens ?? Number.NaN;
  const { inputTokens } = countTokensOf(response);
  return toGeneration(
    facts,
    response,
    await offered.of(model, messages, inputTokens, contextTokens),
    written,
  );
}

/** Tokens of a prompt as the server counts them, by a response of one token. @throws {RequestError} */
export async function readInputTokens(
  session: HttpSession,
  model: string,
  prompt: string,
): Promise<number> {
  const messages = [{ role: 'user', content: prompt } as const];
  // In one piece, where usage needs no stream_options.
  const question = { model, messages, maxTokens: 1, isGreedy: true, isStreamed: false };
  const finished = await session.ask(question);
  if (finished.failure !== undefined) throw new RequestError(finished);
  const { inputTokens, outputTokens } = finished.response.usage;
  session.onProbe({ endNs: finished.facts.endNs, inputTokens, outputTokens });
  return inputTokens;
}
