import { HttpTarget } from '../../../src/target/server/http-target.ts';
import type { HttpTargetOptions } from '../../../src/target/server/http-target-options.ts';
import { createTransport } from '../../../src/target/transport/create-transport.ts';

/** Options for the server of a test; only a fault reaches the time limits. */
export function optionsFor(
  url: string,
  change: Partial<HttpTargetOptions> = {},
): HttpTargetOptions {
  return {
    url,
    nonce: 'test',
    models: [],
    api: 'openai-chat',
    isStreamed: true,
    maxConcurrency: 16,
    connectTimeoutMs: 10_000,
    requestTimeoutMs: 20_000,
    ...change,
  };
}

/** A target on a server of a test. */
export function targetFor(url: string, change: Partial<HttpTargetOptions> = {}): HttpTarget {
  return new HttpTarget(optionsFor(url, change), createTransport);
}
