import { createMockServer, type MockServerOptions, type NativeMockServer } from '@loadcell/native';
import type { HttpLoad } from '../../../src/target/server/load/http-load.ts';
import type { LoadPlan } from '../../../src/target/server/load/load-plan.ts';
import type { LoadOutcome, LoadRequest } from '../../../src/target/server/load/load-request.ts';
import { useCleanup } from '../transport/transport-run.ts';
import { targetFor } from './target-for.ts';

/** Mock servers and loads on them, released after each test. */
export function useMockLoads(): {
  readonly mock: (options?: MockServerOptions) => NativeMockServer;
  readonly openLoad: (server: NativeMockServer, maxConcurrency: number) => Promise<HttpLoad>;
} {
  const onCleanup = useCleanup();
  return {
    mock: (options = {}) => {
      const server = createMockServer({
        timeToFirstTokenMs: 3,
        interTokenLatencyMs: 1,
        outputTokens: 4,
        ...options,
      });
      onCleanup(() => Promise.resolve(server.stop()));
      return server;
    },
    openLoad: async (server, maxConcurrency) => {
      const target = targetFor(server.url);
      onCleanup(() => target.stop());
      await target.start();
      const load = await target.openLoad({ connections: maxConcurrency, maxConcurrency });
      onCleanup(() => load.close());
      return load;
    },
  };
}

/** A request for four tokens; sent as soon as possible unless a time is given. */
export function request(prompt: string, scheduledNs = Number.NaN): LoadRequest {
  return {
    scheduledNs,
    offeredTokens: Number.NaN,
    context: '',
    isWarmup: false,
    model: 'mock',
    messages: [{ role: 'user', content: prompt }],
    maxTokens: 4,
    isGreedy: true,
  };
}

/** Requests that follow one another without end. */
export function* endless(): Generator<LoadRequest> {
  for (let made = 0; ; made += 1) yield request(`prompt ${made}`);
}

const idle = new AbortController().signal;

/** Runs a plan and returns its outcomes. */
export async function run(
  load: HttpLoad,
  plan: Partial<LoadPlan> & Pick<LoadPlan, 'requests'>,
  signal: AbortSignal = idle,
): Promise<LoadOutcome[]> {
  const outcomes: LoadOutcome[] = [];
  await load.run(
    {
      end: { kind: 'all' },
      onOver: (outcome) => outcomes.push(outcome),
      ...plan,
    },
    signal,
  );
  return outcomes;
}
