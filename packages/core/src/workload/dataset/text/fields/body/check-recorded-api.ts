import type { ApiName } from '../../../../../spec/api-name.ts';
import type { JsonObject } from '../../../../../spec/content/json-value.ts';
import { isPresent } from '../json-fields.ts';
import { RowError } from '../../rows/row-error.ts';

/** APIs whose requests are not JSON, or are made by their own codec. */
const AUDIO_APIS: readonly ApiName[] = ['openai-transcription', 'openai-speech'];

/** Fields one of which a body must have; other APIs have further ones. */
const INPUTS: Readonly<Partial<Record<ApiName, readonly string[]>>> = {
  'openai-chat': ['messages'],
  'openai-completions': ['prompt'],
  'openai-embeddings': ['input', 'messages'],
  'anthropic-messages': ['messages'],
};

/**
 * Checks that a recorded body is one of its API.
 * @param at where the body is in its row
 * @throws {RowError} when it cannot be
 */
export function checkRecordedApi(body: JsonObject, at: string, api: ApiName): void {
  if (AUDIO_APIS.includes(api)) {
    throw new RowError(`${at}: ${api} has no recorded bodies; pass --api ${api}`);
  }
  const inputs = INPUTS[api];
  if (inputs === undefined || inputs.some((name) => isPresent(body[name]))) return;
  throw new RowError(`${at}: expected ${inputs.join(' or ')}, as ${api} has`);
}
