import type { HttpTarget } from '../../../src/target/server/http-target.ts';
import type { HttpTargetOptions } from '../../../src/target/server/http-target-options.ts';
import type { useCleanup } from '../transport/transport-run.ts';
import type { RawServer } from './raw-server.ts';
import { listenRecorded } from './recorded-server.ts';
import { targetFor } from './target-for.ts';

/** Makes recorded servers, and targets on servers; each is stopped after its test. */
export function recordedTargets(onCleanup: ReturnType<typeof useCleanup>) {
  return {
    recorded: async (change: Parameters<typeof listenRecorded>[0] = {}): Promise<RawServer> => {
      const server = await listenRecorded(change);
      onCleanup(() => server.close());
      return server;
    },
    start: async (url: string, change: Partial<HttpTargetOptions> = {}): Promise<HttpTarget> => {
      const target = targetFor(url, change);
      onCleanup(() => target.stop());
      await target.start();
      return target;
    },
  };
}
