import type { TargetDescription, TargetLimitation } from '../target.ts';
import { readInputTokens } from './request/ask-for-text.ts';
import { describeServer, limitServer } from './describe-server.ts';
import type { Endpoint } from './session/endpoint.ts';
import type { HttpSession } from './session/http-session.ts';
import type { HttpTargetOptions } from './http-target-options.ts';
import type { ModelManager } from './models/model-manager.ts';
import { takeOverModels } from './models/take-over.ts';
import { OfferedTokens } from './tokens/offered-tokens.ts';
import { findServer, type FoundServer } from './probe/find-server.ts';
import type { AttachedProcess } from './process/attached-process.ts';
import { attachServer } from './process/attach-server.ts';
import { TokenCounter } from './tokens/token-counter.ts';

/** A server that is ready for requests. */
export interface WorkingServer extends FoundServer {
  readonly counter: TokenCounter;
  readonly offered: OfferedTokens;
  /** Undefined where the server keeps its models loaded. */
  readonly manager: ModelManager | undefined;
}

/** A server with its process and description. */
export interface ReachedTarget {
  readonly server: WorkingServer;
  /** Watched already; undefined where none is named. */
  readonly process: AttachedProcess | undefined;
  readonly description: TargetDescription;
  readonly limitations: readonly TargetLimitation[];
}

/** Connects to a server, identifies it, attaches to its process, and takes over its models where requested. */
export async function reachServer(
  session: HttpSession,
  endpoint: Endpoint,
  options: HttpTargetOptions,
  signal?: AbortSignal,
): Promise<ReachedTarget> {
  const found = await findServer(session, options, signal);
  const { pid } = options;
  const attached = pid === undefined ? undefined : await attachServer(endpoint, pid);
  try {
    signal?.throwIfAborted();
    return await takeOver(session, found, options, { attached, signal });
  } catch (error) {
    attached?.process.release();
    throw error;
  }
}

interface Surroundings {
  readonly attached: Awaited<ReturnType<typeof attachServer>> | undefined;
  readonly signal: AbortSignal | undefined;
}

async function takeOver(
  session: HttpSession,
  found: FoundServer,
  options: HttpTargetOptions,
  { attached, signal }: Surroundings,
): Promise<ReachedTarget> {
  const counter = new TokenCounter(found.tokenizer, options, (model, prompt) =>
    readInputTokens(session, model, prompt),
  );
  const offered = new OfferedTokens((model, text) => counter.count(model, text));
  const names = [...found.models.values()].map(({ name }) => name);
  const manager = await takeOverModels(session.control, names, options, signal);
  signal?.throwIfAborted();
  const server = { ...found, counter, offered, manager };
  const reached = {
    ...server,
    pid: options.own?.pid ?? attached?.process.pid,
    clock: session.transport.clock,
    unlearned: session.control.unlearned,
    unconfirmed: attached?.unconfirmed,
  };
  return {
    server,
    process: attached?.process,
    description: describeServer(options, reached),
    limitations: limitServer(options, reached),
  };
}
