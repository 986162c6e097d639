import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { MockServerOptions } from '@loadcell/native';
import { ConfigError } from '../../spec/error/errors.ts';
import type { MockServer } from '../mock-server.ts';
import { COUNTS, START, type ScriptMockData } from './shared-counts.ts';

/** Starting a thread takes some tens of milliseconds; this bounds a hang. */
const START_BOUND_MS = 20_000;

/** What only the native mock server can do. */
const NATIVE_ONLY = ['concurrency', 'errorRate', 'fault'] as const;

/**
 * Starts the mock server in a thread of JavaScript, where the native part is missing. Its events have the times at which they
 * were really sent, so that it calibrates as well; only its own timing is less exact.
 * @param missing why there is no native one
 * @throws {ConfigError} when it cannot listen, or an option needs the native server
 */
export function startScriptMock(options: MockServerOptions, missing: string): MockServer {
  const unsupported = NATIVE_ONLY.find((option) => options[option] !== undefined);
  if (unsupported !== undefined) {
    throw new ConfigError(
      `the mock server has no ${unsupported} without the native part: ${missing}`,
      {
        help: 'leave it out, or install the native part (see loadcell doctor)',
      },
    );
  }
  const counts = new Int32Array(new SharedArrayBuffer(Object.keys(COUNTS).length * 4));
  const { host = '127.0.0.1' } = options;
  const data: ScriptMockData = { options, host, counts };
  const worker = new Worker(createRequire(import.meta.url).resolve('@loadcell/core/mock-worker'), {
    workerData: data,
  });
  worker.unref();
  Atomics.wait(counts, COUNTS.start, START.pending, START_BOUND_MS);
  const port = Atomics.load(counts, COUNTS.port);
  if (Atomics.load(counts, COUNTS.start) !== START.listening) {
    void worker.terminate();
    throw new ConfigError(`cannot listen on ${host}, port ${options.port ?? 0}`, {
      help: 'choose a free port, and an address of this machine',
    });
  }
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    port,
    url: `http://${name}:${port}`,
    account: () => accountOf(counts),
    stop: () => void worker.terminate(),
  };
}

function accountOf(counts: Int32Array): ReturnType<MockServer['account']> {
  const count = (name: keyof typeof COUNTS): number => Atomics.load(counts, COUNTS[name]);
  return {
    acceptedConnections: count('acceptedConnections'),
    openConnections: Number.NaN,
    requests: count('requests'),
    answered: count('answered'),
    faulted: 0,
    abandoned: count('abandoned'),
    rejected: count('rejected'),
    waiting: 0,
    mostWaiting: 0,
    events: count('events'),
    latenessP50Ns: Number.NaN,
    latenessP99Ns: Number.NaN,
    latenessMaxNs: Number.NaN,
    stalledSends: Number.NaN,
    droppedStamps: Number.NaN,
    cpuNs: Number.NaN,
  };
}
