import { setTimeout as delay } from 'node:timers/promises';
import { formatDuration } from '../../spec/quantity.ts';
import { nowNs } from '../../stream/clock.ts';
import { TargetDiedError, TargetError } from '../errors.ts';
import { Candidate } from './candidate.ts';
import { lastLinesOf } from './server-output.ts';
import type { ServerProcess } from './server-process.ts';
import { TreeListeners } from './tree-listeners.ts';

/** Period of the search for listening ports, ms: the resolution of the time to listening. */
export const LISTEN_PERIOD_MS = 20;

/** Period of readiness checks of a port, ms. */
const ASK_PERIOD_MS = 50;
/** The same for a port that has not spoken HTTP for a while, ms. */
const MUTE_PERIOD_MS = 1000;
const MUTE_AFTER_MS = 5000;
const RESPONSE_TIMEOUT_MS = 1000;

/** When a server counts as ready, and the time limits of the wait. */
export interface ReadyWhen {
  /** Responds with 2xx when the server is ready; detected when absent. */
  readonly path?: string;
  readonly timeoutMs: number;
  /** A program whose ports all respond as something else for this long is not a model server, ms. */
  readonly foreignMs: number;
  /** Headers of requests that need a key. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Waits until a port of a started tree responds as a healthy model server. Other ports of the tree may belong to workers.
 * @throws {TargetDiedError} when it exits
 * @throws {TargetError} when it does not listen or become healthy in time, or is not a model server
 * @throws the signal's reason when it is aborted
 */
export async function findServed(
  server: ServerProcess,
  when: ReadyWhen,
  signal: AbortSignal | undefined,
): Promise<Candidate> {
  const over = new AbortController();
  const asking = new AskedPorts(
    new TreeListeners(server.launcherPid),
    when,
    signal === undefined ? over.signal : AbortSignal.any([signal, over.signal]),
  );
  const beganNs = nowNs();
  try {
    for (;;) {
      await asking.look();
      signal?.throwIfAborted();
      if (server.exit !== undefined) throw diedWhileStarting(server);
      const found = asking.settled();
      if (found?.standing === 'ready' || found?.standing === 'healthy') return found;
      if (found !== undefined) throw foreign(found, server);
      if (nowNs() - beganNs > when.timeoutMs * 1e6) throw notReady(asking.all(), when, server);
      await Promise.race([server.exited, delay(LISTEN_PERIOD_MS)]);
    }
  } finally {
    over.abort();
  }
}

/** The ports of a tree, each checked at its own pace: one without responses does not delay the others. */
class AskedPorts {
  readonly #listeners: TreeListeners;
  readonly #when: ReadyWhen;
  readonly #signal: AbortSignal;
  readonly #candidates = new Map<string, Candidate>();
  readonly #askedNs = new Map<Candidate, number>();
  /** When a port was last seen to change. */
  #changedNs = nowNs();

  constructor(listeners: TreeListeners, when: ReadyWhen, signal: AbortSignal) {
    this.#listeners = listeners;
    this.#when = when;
    this.#signal = signal;
  }

  all(): readonly Candidate[] {
    return [...this.#candidates.values()];
  }

  async look(): Promise<void> {
    for (const listener of await this.#listeners.look()) {
      const key = `${listener.hostname}:${listener.port}`;
      if (this.#candidates.has(key)) continue;
      this.#changedNs = nowNs();
      this.#candidates.set(key, new Candidate(listener, this.#changedNs));
    }
    for (const candidate of this.all()) if (this.#isTimeToAsk(candidate)) void this.#ask(candidate);
  }

  /** The port that is ready; once nothing changes any longer, the port that decides. */
  settled(): Candidate | undefined {
    const all = this.all();
    const ready = all.find(({ standing }) => standing === 'ready');
    if (ready !== undefined) return ready;
    if (nowNs() - this.#changedNs < this.#when.foreignMs * 1e6) return undefined;
    const healthy = all.find(({ standing }) => standing === 'healthy');
    if (healthy !== undefined) return healthy;
    const speaking = all.filter(({ standing }) => standing !== 'silent');
    return speaking.every(({ standing }) => standing === 'foreign') ? speaking[0] : undefined;
  }

  #isTimeToAsk(candidate: Candidate): boolean {
    const { standing, listeningNs } = candidate;
    // Checked less often only once it had time to respond.
    const isMute = standing === 'silent' && nowNs() - listeningNs > MUTE_AFTER_MS * 1e6;
    const periodMs = isMute ? MUTE_PERIOD_MS : ASK_PERIOD_MS;
    return nowNs() - (this.#askedNs.get(candidate) ?? -Infinity) >= periodMs * 1e6;
  }

  async #ask(candidate: Candidate): Promise<void> {
    const before = candidate.standing;
    this.#askedNs.set(candidate, Infinity);
    const { path, headers } = this.#when;
    await candidate.ask(path, { headers, timeoutMs: RESPONSE_TIMEOUT_MS, signal: this.#signal });
    this.#askedNs.set(candidate, nowNs());
    if (candidate.standing !== before) this.#changedNs = nowNs();
  }
}

/** The error of a server that exited while starting, with its last output lines. */
export function diedWhileStarting(server: ServerProcess): TargetError {
  const { exit } = server;
  if (exit === undefined) throw new RangeError('the server has not exited');
  return new TargetDiedError(exit, {
    outputTail: lastLinesOf(server.readOutputTail()),
    isStarting: true,
  });
}

function foreign({ place, lastResponse }: Candidate, { outputFile }: ServerProcess): TargetError {
  return new TargetError(
    `the command listens on ${place} but is not a model server: ${lastResponse}`,
    {
      code: 'SERVER_NOT_READY',
      help: `pass the command of a server that lists its models at /v1/models, or set target.ready.path; its output is in ${outputFile}`,
    },
  );
}

function notReady(
  candidates: readonly Candidate[],
  { timeoutMs }: ReadyWhen,
  server: ServerProcess,
): TargetError {
  const within = `within ${formatDuration(timeoutMs)} (target.ready.timeout)`;
  const speaking = candidates.find(({ standing }) => standing !== 'silent') ?? candidates[0];
  const summary =
    speaking === undefined
      ? `the server did not listen on any TCP port ${within}`
      : `the server on ${speaking.place} was not ready ${within}: ${speaking.lastResponse}`;
  const lines = lastLinesOf(server.readOutputTail());
  return new TargetError(lines === '' ? summary : `${summary}. It last wrote:\n${lines}`, {
    code: 'SERVER_NOT_READY',
    help: `read ${server.outputFile}, or raise target.ready.timeout`,
  });
}
