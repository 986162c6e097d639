import { TargetDiedError, TargetError } from '../errors.ts';
import type { LoadConnections, LoadHost } from '../load-host.ts';
import type {
  ContextHandle,
  Generation,
  GenerationRequest,
  LoadedModel,
  Target,
  TargetDescription,
  TargetExit,
  TargetLimitation,
} from '../target.ts';
import type { ChatMessage } from '../codec/codec.ts';
import { TransportError } from '../transport/transport-error.ts';
import type { TransportFactory } from '../transport/transport.ts';
import { stoppedWhileStarting, throwIfAborted } from './abort-error.ts';
import { chooseModels, unknownModel } from './choose-models.ts';
import { Conversations } from './conversations.ts';
import { parseEndpoint, type Endpoint } from './endpoint.ts';
import { HttpLoad } from './http-load.ts';
import { HttpSession } from './http-session.ts';
import type { HttpTargetOptions } from './http-target-options.ts';
import { describeServer, limitServer, withDetails } from './describe-server.ts';
import type { ModelManager } from './model-management/model-manager.ts';
import { takeOverModels } from './model-management/take-over.ts';
import { OfferedTokens } from './offered-tokens.ts';
import { probeServer, type ListedModel } from './probe-server.ts';
import { AttachedProcess } from './process/attached-process.ts';
import { findListener } from './process/find-listener.ts';
import { RequestError } from './request-error.ts';
import { countTokensOf } from './token-counts.ts';
import { toGeneration } from './to-generation.ts';
import { TokenCounter } from './token-counter.ts';
import { probeTokenizer, type HostTokenizer } from './tokenizer.ts';
import { unreached } from './unreached.ts';

/** A server that was reached. */
interface Reached {
  readonly models: ReadonlyMap<string, ListedModel>;
  readonly tokenizer: HostTokenizer | undefined;
  readonly counter: TokenCounter;
  readonly offered: OfferedTokens;
  /** Absent where the server keeps its models. */
  readonly manager: ModelManager | undefined;
}

type State =
  | { readonly tag: 'new' | 'starting' | 'stopped' }
  | { readonly tag: 'running'; readonly session: HttpSession; readonly server: Reached };

/** Sockets close a moment before their process is seen to be gone. */
const EXIT_GRACE_MS = 100;

/** What a dying server does to a connection. */
const ENDINGS: ReadonlySet<string> = new Set(['refused', 'reset', 'closed-early']);

/**
 * A server that is reached over HTTP and was started by somebody else: it is asked, watched and sampled, and never
 * signalled. Its models are loaded already; contexts are conversations that the client sends again with each turn.
 */
export class HttpTarget implements Target, LoadHost {
  readonly managed = false;
  /** Resolves when the process of the server ends; never for a server without a known process. */
  readonly exited: Promise<TargetExit>;
  readonly #options: HttpTargetOptions;
  readonly #endpoint: Endpoint;
  readonly #makeTransport: TransportFactory;
  readonly #conversations = new Conversations();
  #resolveExited: (exit: TargetExit) => void = () => {};
  #state: State = { tag: 'new' };
  #session: HttpSession | undefined;
  #process: AttachedProcess | undefined;
  #description: TargetDescription;
  #limitations: readonly TargetLimitation[] = [];

  /** @throws {ConfigError} when the URL is none of a server */
  constructor(options: HttpTargetOptions, makeTransport: TransportFactory) {
    this.#options = options;
    this.#endpoint = parseEndpoint(options.url);
    this.#makeTransport = makeTransport;
    this.#description = {
      kind: options.api,
      version: '',
      models: options.models,
      details: { url: options.url, api: options.api },
    };
    this.exited = new Promise((resolve) => {
      this.#resolveExited = resolve;
    });
  }

  /** Models and version are known once it was started; how it wants requests written, once it took one. */
  get description(): TargetDescription {
    return withDetails(this.#description, this.#session?.shapes.details ?? {});
  }

  get limitations(): readonly TargetLimitation[] {
    return this.#limitations;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /**
   * Reaches the server, waits until it is healthy and learns what it is.
   * @throws {TransportError} when nobody answers
   * @throws {TargetError} when it does not have a model that was asked for, or refuses
   */
  async start(signal?: AbortSignal): Promise<void> {
    if (this.#state.tag !== 'new') {
      throw new TargetError(
        'The target was started or stopped before. Make a new one to start again.',
        { code: 'TARGET_STARTED' },
      );
    }
    throwIfAborted(signal);
    this.#state = { tag: 'starting' };
    try {
      await this.#reach(signal);
    } catch (error) {
      const isStopped = this.#isStopped;
      await this.stop();
      throwIfAborted(signal);
      if (isStopped) throw stoppedWhileStarting();
      throw error instanceof TransportError ? unreached(this.#options.url, error) : error;
    }
  }

  /**
   * Names what the server holds already, or has it load the model where models are managed.
   * @throws {TargetError} when it does not have the model, or fails to load it
   */
  async load(model: string, signal?: AbortSignal): Promise<LoadedModel> {
    signal?.throwIfAborted();
    const { bytes, contextTokens } = await this.#modelOf(model);
    const held = (await this.#running.server.manager?.load(model, signal)) ?? Number.NaN;
    return { model, bytes: Number.isNaN(held) ? bytes : held, contextTokens };
  }

  /** Forgets the conversations with the model; the server keeps it unless models are managed. */
  async unload(model: string): Promise<void> {
    await this.#modelOf(model);
    this.#conversations.closeAll(model);
    await this.#running.server.manager?.unload(model);
  }

  async openContext(model: string): Promise<ContextHandle> {
    await this.#modelOf(model);
    return this.#conversations.open(model);
  }

  async closeContext(context: ContextHandle): Promise<void> {
    await this.#refuseWhenDead();
    this.#conversations.close(context);
  }

  /** @throws {RequestError} when there is no answer that counts */
  async generate(request: GenerationRequest): Promise<Generation> {
    await this.#modelOf(request.model);
    const { context, model, prompt } = request;
    if (context === undefined) {
      return await this.#answer(request, [{ role: 'user', content: prompt }]);
    }
    return await this.#conversations.takeTurn(context, model, prompt, (messages) =>
      this.#answer(request, messages),
    );
  }

  async openLoad(
    { connections, maxConnections }: LoadConnections,
    signal?: AbortSignal,
  ): Promise<HttpLoad> {
    await this.#refuseWhenDead();
    const most = Math.min(maxConnections, this.#options.maxConnections);
    const load = new HttpLoad(this.#running.session, most);
    try {
      await load.open(connections, signal);
    } catch (error) {
      await load.close();
      throw error;
    }
    return load;
  }

  async countTokens(model: string, text: string): Promise<number> {
    await this.#modelOf(model);
    return await this.#running.server.counter.count(model, text);
  }

  /** Token ids of a text by the server's own tokenizer; undefined where it has none to ask. */
  async tokenize(model: string, text: string): Promise<readonly number[] | undefined> {
    await this.#modelOf(model);
    return await this.#running.server.tokenizer?.tokenize(model, text);
  }

  /** A server of somebody else is not asked to give anything back. */
  async settle(): Promise<void> {
    await this.#refuseWhenDead();
  }

  async stop(): Promise<void> {
    this.#state = { tag: 'stopped' };
    this.#process?.release();
    await this.#session?.transport.close();
  }

  get #isStopped(): boolean {
    return this.#state.tag === 'stopped';
  }

  get #running(): Extract<State, { tag: 'running' }> {
    if (this.#state.tag === 'running') return this.#state;
    throw new TargetError('The target does not run. Start it first.', {
      code: 'TARGET_NOT_STARTED',
    });
  }

  async #reach(signal: AbortSignal | undefined): Promise<void> {
    const session = new HttpSession(this.#options, this.#endpoint, this.#makeTransport);
    this.#session = session;
    await session.transport.open(1, signal);
    const facts = await probeServer(session.control, this.#options, signal);
    const models = chooseModels(facts, this.#options.models);
    const [main] = models.keys();
    const tokenizer = await probeTokenizer(session.control, main, facts.kind, signal);
    await this.#attach(signal);
    const counter = new TokenCounter(tokenizer, this.#options, this.#read);
    const offered = new OfferedTokens((model, text) => counter.count(model, text));
    const manager = await takeOverModels(session.control, models, this.#options, signal);
    signal?.throwIfAborted();
    if (this.#isStopped) throw stoppedWhileStarting();
    const [{ clock }, { unlearned }] = [session.transport, session.control];
    const reached = { facts, models, counter, pid: this.pid, clock, manager, unlearned };
    this.#description = describeServer(this.#options, reached);
    this.#limitations = limitServer(this.#options, reached);
    this.#state = {
      tag: 'running',
      session,
      server: { models, tokenizer, counter, offered, manager },
    };
  }

  async #attach(signal: AbortSignal | undefined): Promise<void> {
    const { pid } = this.#options;
    if (pid === undefined) return;
    signal?.throwIfAborted();
    const found = pid === 'auto' ? await findListener(this.#endpoint) : pid;
    this.#process = await AttachedProcess.attach(found);
    void this.#process.exited.then(this.#resolveExited);
  }

  async #modelOf(model: string): Promise<ListedModel> {
    await this.#refuseWhenDead();
    const { models } = this.#running.server;
    const listed = models.get(model);
    if (listed !== undefined) return listed;
    throw new TargetError(unknownModel(model, [...models.keys()]), { code: 'NO_MODEL' });
  }

  async #refuseWhenDead(): Promise<void> {
    const exit = await this.#process?.check();
    if (exit !== undefined) throw new TargetDiedError(exit);
  }

  async #answer(request: GenerationRequest, messages: readonly ChatMessage[]): Promise<Generation> {
    const { session, server } = this.#running;
    const { model, maxTokens, greedy: isGreedy, signal } = request;
    const answered = await session.ask({ model, messages, maxTokens, isGreedy }, signal);
    if (answered.failure !== undefined) {
      await this.#waitForDeath(answered.failure.kind);
      throw new RequestError(answered);
    }
    const { facts, answer } = answered;
    const contextTokens = server.models.get(model)?.contextTokens ?? Number.NaN;
    const { inputTokens } = countTokensOf(answer);
    const offered = await server.offered.of(model, messages, inputTokens, contextTokens);
    return toGeneration(facts, answer, offered);
  }

  /** A connection that broke may be the first sign of a death. @throws {TargetDiedError} when it was */
  async #waitForDeath(kind: string): Promise<void> {
    if (!ENDINGS.has(kind)) return;
    const exit = await this.#process?.endsWithin(EXIT_GRACE_MS);
    if (exit !== undefined) throw new TargetDiedError(exit);
  }

  #read = async (model: string, prompt: string): Promise<number> => {
    // In one piece, where usage needs no stream_options.
    const question = { model, maxTokens: 1, isGreedy: true, isStreamed: false };
    const messages = [{ role: 'user', content: prompt } as const];
    const answered = await this.#running.session.ask({ ...question, messages });
    if (answered.failure !== undefined) throw new RequestError(answered);
    return answered.answer.usage.inputTokens;
  };
}
