import * as z from 'zod';
import type { ApiName } from '../../../spec/api-name.ts';
import { isOk, type ControlClient } from '../session/control-client.ts';

/** An API of a server, and the path that revealed it. */
export interface OtherApi {
  readonly api: ApiName;
  readonly path: string;
}

const SIGNS = [
  { api: 'ollama-chat', path: '/api/tags', schema: z.object({ models: z.array(z.unknown()) }) },
  {
    api: 'llama-completion',
    path: '/props',
    schema: z.object({ default_generation_settings: z.object({}) }),
  },
] as const;

/** Looks for an API other than OpenAI's, without generating text. @returns undefined when there is none */
export async function findOtherApi(
  control: ControlClient,
  signal?: AbortSignal,
): Promise<OtherApi | undefined> {
  for (const { api, path, schema } of SIGNS) {
    const { response } = await control.learn(path, { signal });
    if (response !== undefined && isOk(response) && schema.safeParse(response.json).success) {
      return { api, path };
    }
  }
  return undefined;
}
