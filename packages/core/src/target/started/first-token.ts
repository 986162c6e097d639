import type { Generation, Target } from '../target.ts';
import type { StartupEvent } from './startup-event.ts';

/** A model may end an answer before its first token: then it is asked once more, and no more than this often. */
const ATTEMPTS = 4;
const MAX_TOKENS = 4;

/**
 * Asks a server that has just become healthy for a first token, which it may need longer for than for all later ones.
 * @param nonce makes the prompt unlike that of other runs
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
    // Without a stream the first token is known to have come when all of them have.
    atNs: chunkNs[0] ?? endNs,
    model,
    sentNs,
    inputTokens,
    outputTokens,
  };
}
