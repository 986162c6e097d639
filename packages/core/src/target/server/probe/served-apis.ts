import * as z from 'zod';
import { API_NAMES, API_PATHS, type ApiName } from '../../../spec/api-name.ts';
import { isOk, type ControlClient } from '../session/control-client.ts';

/** Where servers list their paths: those built with FastAPI, and Text Embeddings Inference. */
const DESCRIPTIONS = ['/openapi.json', '/api-doc/openapi.json'] as const;

const DescriptionSchema = z.looseObject({ paths: z.record(z.string(), z.unknown()) });

/**
 * The APIs whose paths a server lists, in the order of preference. What it serves depends on its model: vLLM lists no chat
 * for a model that embeds.
 * @returns undefined where it lists none of them, so that nothing is known
 */
export async function findServedApis(
  control: ControlClient,
  signal?: AbortSignal,
): Promise<readonly ApiName[] | undefined> {
  for (const path of DESCRIPTIONS) {
    const { response } = await control.learn(path, { signal });
    if (response === undefined || !isOk(response)) continue;
    const paths = DescriptionSchema.safeParse(response.json).data?.paths;
    if (paths === undefined) continue;
    const listed = API_NAMES.filter((api) => API_PATHS[api] in paths);
    // A server of both paths has the same API at each.
    const served = listed.filter((api) => api !== 'tei-rerank' || !listed.includes('rerank'));
    if (served.length > 0) return served;
  }
  return undefined;
}
