import { HttpLoad } from '../../../../../src/target/server/load/http-load.ts';
import type { LoadPlan } from '../../../../../src/target/server/load/load-plan.ts';
import type { LoadRequest } from '../../../../../src/target/server/load/load-request.ts';
import { parseEndpoint } from '../../../../../src/target/server/session/endpoint.ts';
import { HttpSession } from '../../../../../src/target/server/session/http-session.ts';
import { ScriptedTransport } from './scripted-transport.ts';

const URL = 'http://127.0.0.1:1';
/** A load on a transport that the test responds on. */
export function openLoad(concurrency: number) {
  const transports: ScriptedTransport[] = [];
  const options = {
    url: URL,
    nonce: 'test',
    models: [],
    api: 'openai-chat',
    isStreamed: true,
    maxConcurrency: concurrency,
    connectTimeoutMs: 1000,
    requestTimeoutMs: 1000,
  } as const;
  const session = new HttpSession(options, parseEndpoint(URL), (_options, listener) => {
    const transport = new ScriptedTransport(concurrency, listener);
    transports.push(transport);
    return transport;
  });
  const load = new HttpLoad(session, concurrency);
  const transport = transports.at(-1);
  if (transport === undefined) throw new Error('no transport was made');
  return { load, transport };
}

/** Keeps the main thread busy, as making a long prompt does. */
function work(ms: number): void {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
}

/** Requests to make. */
export interface Supply {
  readonly makeMs?: number;
  readonly bytes?: number;
  readonly count?: number;
  /** Between scheduled starts, ns; without a schedule when absent. */
  readonly gapNs?: number;
}

/** Makes requests of one message. */
export class ScriptedSupply {
  made = 0;

  *requests({ makeMs = 0, bytes = 10, count = Infinity, gapNs }: Supply): Generator<LoadRequest> {
    const content = 'x'.repeat(bytes);
    while (this.made < count) {
      work(makeMs);
      this.made += 1;
      yield {
        model: 'm',
        messages: [{ role: 'user', content }],
        maxTokens: 1,
        isGreedy: true,
        scheduledNs: gapNs === undefined ? Number.NaN : this.made * gapNs,
        offeredTokens: Number.NaN,
        context: '',
        isWarmup: false,
      };
    }
  }
}

/** Runs a load until that number of requests is over. */
export function run(
  load: HttpLoad,
  requests: Parameters<HttpLoad['run']>[0]['requests'],
  most: number,
  change: Partial<LoadPlan> = {},
) {
  let over = 0;
  const sent: LoadRequest[] = [];
  const abort = new AbortController();
  const running = load
    .run(
      {
        requests,
        end: { kind: 'all' },
        onSent: (request) => sent.push(request),
        onOver: () => {
          over += 1;
          if (over >= most) abort.abort(new Error('enough'));
        },
        ...change,
      },
      abort.signal,
    )
    .catch((error: unknown) => {
      if (error !== abort.signal.reason) throw error;
    });
  return { running, sent, over: () => over };
}
