import { setTimeout as delay } from 'node:timers/promises';
import { nowNs } from '../../stream/clock.ts';
import { TargetDiedError, TargetError } from '../errors.ts';
import { Candidate } from './candidate.ts';
import { lastLinesOf } from './server-output.ts';
import type { ServerProcess } from './server-process.ts';
import { TreeListeners } from './tree-listeners.ts';

/** How often listening ports are looked for, ms: what the time to listening is exact to. */
export const LISTEN_PERIOD_MS = 20;

/** How often a port is asked whether it is ready, ms, and one that does not speak HTTP. */
const ASK_PERIOD_MS = 50;
const MUTE_PERIOD_MS = 1000;
const MUTE_AFTER_MS = 5000;
const RESPONSE_TIMEOUT_MS = 1000;

/** When a server is ready, and for how long that is waited for. */
export interface ReadyWhen {
  /** Answers with 2xx when the server is ready; found out when absent. */
  readonly path?: string;
  readonly timeoutMs: number;
  /** A program whose every port answers as something else for so long is no model server. */
  readonly foreignMs: number;
  /** Of questions that need a key. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Waits until a port of a started tree answers as a model server that is healthy. Other ports of it may be those of workers.
 * @throws {TargetDiedError} when it ends
 * @throws {TargetError} when it never listens, never is healthy, or is no model server
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

/** The ports of a tree, each asked at its own pace: one that never answers holds up no other. */
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
    for (const candidate of this.all()) if (this.#isDue(candidate)) void this.#ask(candidate);
  }

  /** The port that is ready; where nothing changes any more, what the ports are. */
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

  #isDue(candidate: Candidate): boolean {
    const { standing, listeningNs } = candidate;
    // Asked rarely only once it had its time to speak.
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

/** The end of a server, with the last lines that it wrote. */
export function diedWhileStarting(server: ServerProcess): TargetError {
  const { exit } = server;
  if (exit === undefined) throw new RangeError('A server that runs has not died.');
  return new TargetDiedError(exit, {
    outputTail: lastLinesOf(server.readOutputTail()),
    isStarting: true,
  });
}

function foreign({ place, lastResponse }: Candidate, { outputFile }: ServerProcess): TargetError {
  return new TargetError(
    `The command listens on ${place} and is no model server: ${lastResponse}`,
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
  const within = `within ${timeoutMs / 1000} s (target.ready.timeout)`;
  const speaking = candidates.find(({ standing }) => standing !== 'silent') ?? candidates[0];
  const summary =
    speaking === undefined
      ? `The server did not listen on any TCP port ${within}`
      : `The server on ${speaking.place} was not ready ${within}: ${speaking.lastResponse}`;
  const lines = lastLinesOf(server.readOutputTail());
  return new TargetError(lines === '' ? summary : `${summary}. It last wrote:\n${lines}`, {
    code: 'SERVER_NOT_READY',
    help: `read ${server.outputFile}, or raise target.ready.timeout`,
  });
}
