import type { ApiName } from '../../../packages/core/src/spec/api-name.ts';
import type { SuccessfulRequest } from '../../../packages/core/src/target/server/request/finished-request.ts';
import { parseEndpoint } from '../../../packages/core/src/target/server/session/endpoint.ts';
import {
  HttpSession,
  type HttpQuestion,
} from '../../../packages/core/src/target/server/session/http-session.ts';
import { createTransport } from '../../../packages/core/src/target/transport/create-transport.ts';
import { optionsFor } from '../../../packages/core/test/target/server/target-for.ts';
import type { RealServer } from './real-server.ts';

/** Bound on one request to a real server with busy neighbors. */
const REQUEST_MS = 120_000;

/** What a test asks for; a greedy stream unless it says otherwise. */
export type Asked = Pick<HttpQuestion, 'messages'> & Partial<HttpQuestion>;

/** Sends one request by an API. @throws {Error} when the response is not valid */
export async function askReal(
  { url, key, model }: RealServer,
  api: ApiName,
  asked: Asked,
): Promise<SuccessfulRequest> {
  const options = {
    ...optionsFor(url, { api, requestTimeoutMs: REQUEST_MS }),
    ...(key === undefined ? {} : { apiKey: key }),
  };
  const session = new HttpSession(options, parseEndpoint(url), createTransport);
  try {
    await session.transport.open(1);
    const finished = await session.ask({ model, maxTokens: 64, isGreedy: true, ...asked });
    if (finished.failure !== undefined) throw new Error(JSON.stringify(finished.failure));
    return finished;
  } finally {
    await session.transport.close();
  }
}
