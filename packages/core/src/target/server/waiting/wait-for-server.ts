import { formatDuration } from '../../../spec/quantity.ts';
import { nowNs } from '../../../stream/clock.ts';
import { LongTimer, waitFor } from '../../../stream/long-timer.ts';
import { TargetError } from '../../errors.ts';
import { createTransport } from '../../transport/create-transport.ts';
import { parseEndpoint } from '../session/endpoint.ts';
import { HttpSession } from '../session/http-session.ts';
import type { HttpTargetOptions } from '../http-target-options.ts';
import { unreached, type Attempt } from '../probe/unreached.ts';
import { askReadiness, type AskedServer, type Readiness } from './ask-readiness.ts';

/** Pauses between attempts, ms. */
const SHORTEST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1000;
/** Pause as a share of the elapsed time: a server is detected at most this much after it is ready. */
const PAUSE_SHARE = 0.02;

/** State of the wait after each attempt. */
export interface WaitState {
  /** As the user wrote it. */
  readonly url: string;
  /** Whether the server gave a response that waiting will not change. */
  readonly isOver: boolean;
  /** Result of the last attempt, such as `connection refused`; empty once it is over. Server text: escape it. */
  readonly said: string;
  readonly elapsedMs: number;
  readonly timeoutMs: number;
}

/** Time limit and progress of the wait. */
export interface WaitOptions {
  readonly timeoutMs: number;
  /** The setting that holds the timeout, for messages, such as `--wait (target.wait)`. */
  readonly setting: string;
  /** Ends the wait: on Ctrl-C, or with its own reason when the server process exits. */
  readonly signal?: AbortSignal;
  readonly onState?: (state: WaitState) => void;
}

/** The result of an attempt that was not the last. */
type Pending = Extract<Readiness, { isFinal: false }>;

/**
 * Waits until a server has started: it reports health, where it supports that, and lists its models. The wait continues while
 * there is no connection, no DNS name, or 502, 503 or 504. Any other response ends it, including a refusal such as 401 or an
 * untrusted certificate: starting the target decides whether the server can be measured.
 *
 * Each attempt uses a new connection. The pause after it is 2% of the elapsed time, from 20 ms to 1 s.
 * @throws {TargetError} NOT_READY after the timeout, with the result of the last attempt
 * @throws {ConfigError} when the URL is invalid
 * @throws the signal's reason when it is aborted
 */
export async function waitForServer(
  options: HttpTargetOptions,
  { timeoutMs, setting, signal, onState }: WaitOptions,
): Promise<void> {
  signal?.throwIfAborted();
  const { url, connectTimeoutMs } = options;
  const server = { attempt: { url, endpoint: parseEndpoint(url), connectTimeoutMs }, options };
  const beganNs = nowNs();
  const elapsedMs = (): number => (nowNs() - beganNs) / 1e6;
  const bound = new AbortController();
  const timer = new LongTimer(() => bound.abort(), timeoutMs);
  const either = signal === undefined ? bound.signal : AbortSignal.any([signal, bound.signal]);
  let last: Pending = { isFinal: false, said: `no response from ${url}` };
  try {
    for (;;) {
      const found = await attemptOnce(server, options, either);
      const said = found.isFinal ? '' : found.said;
      onState?.({ url, isOver: found.isFinal, said, elapsedMs: elapsedMs(), timeoutMs });
      if (found.isFinal) return;
      last = found;
      await waitFor(pauseMs(elapsedMs()), either);
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (!bound.signal.aborted) throw error;
    throw await notReady(server.attempt, last, formatDuration(timeoutMs), setting);
  } finally {
    timer.stop();
  }
}

async function attemptOnce(
  server: AskedServer,
  options: HttpTargetOptions,
  signal: AbortSignal,
): Promise<Readiness> {
  const session = new HttpSession(options, server.attempt.endpoint, createTransport);
  try {
    return await askReadiness(session, server, signal);
  } finally {
    await session.transport.close();
  }
}

function pauseMs(elapsedMs: number): number {
  return Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, PAUSE_SHARE * elapsedMs));
}

async function notReady(
  attempt: Attempt,
  { said, error }: Pending,
  time: string,
  setting: string,
): Promise<TargetError> {
  const found = error === undefined ? undefined : await unreached(attempt, error);
  const help = found?.help ?? 'check the server log';
  return new TargetError(`${found?.summary ?? said}, for ${time}`, {
    code: 'NOT_READY',
    help: `${help}, or raise ${setting}`,
    cause: error,
  });
}
