import type { Generation, Target } from '../target.ts';
import type { StartupEvent } from './startup-event.ts';

/** Maximum attempts: a model may end a response before its first token. */
const ATTEMPTS = 4;
const MAX_TOKENS = 4;

/**
 * Requests a first token from a server that has just become healthy; it may take longer than all later ones.
 * @param nonce makes the prompt unlike those of other runs
 * @throws {RequestError} when it refuses
 */
export async function askForFirstToken(
  target: Target,
  nonce: string,
  signal: AbortSignal | undefined,
): Promise<StartupEvent> {
  const [model = ''] = target.description.models;
  for (let attempt = 1; ; attempt += 1) {
    const generation = await target.generate({
      model,
      prompt: `Reply with one word to ${nonce} ${attempt}.`,
      maxTokens: MAX_TOKENS,
      greedy: true,
      ...(signal === undefined ? {} : { signal }),
    });
    if (generation.chunkNs.length > 0 || attempt === ATTEMPTS) return finished(model, generation);
  }
}

function finished(model: string, generation: Generation): StartupEvent {
  const { sentNs, chunkNs, endNs, inputTokens, outputTokens } = generation;
  return {
    kind: 'server-responded',
    // Without a stream, the end of the response is the first known time of a token.
    atNs: chunkNs[0] ?? endNs,
    model,
    sentNs,
    inputTokens,
    outputTokens,
  };
}
