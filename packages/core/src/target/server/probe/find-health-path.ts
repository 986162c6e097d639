import { isOk, type ControlClient } from '../session/control-client.ts';

/** The health path of most servers. */
export const HEALTH_PATH = '/health';

/** The liveness path of a gateway, which does not check its models. */
export const GATEWAY_PATH = '/health/liveliness';

/**
 * Finds a health path that generates no text. For each `GET /health`, LiteLLM sends a request of 16 tokens to every model
 * behind it, which is billed and counted there.
 */
export async function findHealthPath(
  control: ControlClient,
  signal?: AbortSignal,
): Promise<string> {
  const { response } = await control.learn(GATEWAY_PATH, { signal });
  return response !== undefined && isOk(response) ? GATEWAY_PATH : HEALTH_PATH;
}
