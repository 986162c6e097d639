import { isOk, type ControlClient } from '../session/control-client.ts';

/** Where most servers report it. */
export const HEALTH_PATH = '/health';

/** Where a gateway reports that it lives; it only answers, whatever its models do. */
export const GATEWAY_PATH = '/health/liveliness';

/**
 * Where a server reports its health without generating text. LiteLLM sends a request of 16 tokens to every model behind it
 * for each `GET /health`, which is billed, and counted there.
 */
export async function findHealthPath(
  control: ControlClient,
  signal?: AbortSignal,
): Promise<string> {
  const { response } = await control.learn(GATEWAY_PATH, { signal });
  return response !== undefined && isOk(response) ? GATEWAY_PATH : HEALTH_PATH;
}
