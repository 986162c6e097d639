import type { HttpTarget } from '../../../packages/core/src/target/server/http-target.ts';
import type { HttpTargetOptions } from '../../../packages/core/src/target/server/http-target-options.ts';
import { targetFor } from '../../../packages/core/test/target/server/target-for.ts';
import type { RealServer } from './real-server.ts';

/** Bound on one request to a real server with busy neighbors. */
const REQUEST_MS = 120_000;

/** A target on a real server, with its key. */
export function realTarget(
  { url, key, model }: RealServer,
  change: Partial<HttpTargetOptions> = {},
): HttpTarget {
  return targetFor(url, {
    models: [model],
    requestTimeoutMs: REQUEST_MS,
    ...(key === undefined ? {} : { apiKey: key }),
    ...change,
  });
}

/** Tokens that the server adds before and after the text of every prompt. */
export async function templateTokensOf(server: RealServer): Promise<number> {
  const { model } = server;
  const target = realTarget(server);
  try {
    await target.start();
    const request = { model, prompt: 'north', maxTokens: 2, greedy: true };
    return (await target.generate(request)).inputTokens - 1;
  } finally {
    await target.stop();
  }
}
