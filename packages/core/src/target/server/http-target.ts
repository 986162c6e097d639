import type { ServerSettings } from '../../spec/server-settings.ts';
import { TargetDiedError, TargetError } from '../errors.ts';
import type { SurveyValue } from '../../stream/rows/survey-stream.ts';
import type { LoadConnections, LoadRunner } from '../load-runner.ts';
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
import { stoppedWhileStarting, throwIfAborted } from './session/abort-error.ts';
import { askForText } from './request/ask-for-text.ts';
import { Conversations } from './session/conversations.ts';
import { withDetails } from './describe-server.ts';
import { parseEndpoint, type Endpoint } from './session/endpoint.ts';
import { HttpLoad } from './load/http-load.ts';
import { HttpSession } from './session/http-session.ts';
import { probeValues } from './probe/probe-values.ts';
import type { HttpTargetOptions } from './http-target-options.ts';
import { unknownModel } from './probe/choose-models.ts';
import type { ListedModel } from './probe/model-list.ts';
import { unreached } from './probe/unreached.ts';
import { verifyRequests } from './probe/verify-requests.ts';
import type { AttachedProcess } from './process/attached-process.ts';
import { reachServer, type WorkingServer } from './reach-server.ts';
import { RequestError } from './failure/request-error.ts';
import { readServerSettings } from './settings/read-settings.ts';

type State =
  | { readonly tag: 'new' | 'starting' | 'stopped' }
  | { readonly tag: 'running'; readonly session: HttpSession; readonly server: WorkingServer };

/** Sockets close a moment before their process is seen to be gone. */
const EXIT_GRACE_MS = 100;

/** What a dying server does to a connection. */
const ENDINGS: ReadonlySet<string> = new Set(['refused', 'reset', 'closed-early']);

/**
 * A server that is reached over HTTP and was started by somebody else: it is asked, watched and sampled, and never
 * signalled. Its models are loaded already; contexts are conversations that the client sends again with each turn.
 */
export class HttpTarget implements Target, LoadRunner {
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
  #onSurvey: (values: readonly SurveyValue[]) => void = () => {};

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
    return this.#options.own?.pid ?? this.#process?.pid;
  }

  /** Tells of the requests for text that have no row, since the server counts them all the same. */
  onSurvey(listener: (values: readonly SurveyValue[]) => void): void {
    this.#onSurvey = listener;
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
      if (!(error instanceof TransportError)) throw error;
      const { url, connectTimeoutMs } = this.#options;
      throw await unreached({ url, endpoint: this.#endpoint, connectTimeoutMs }, error);
    }
  }

  /**
   * Finds out once, before a run, whether a request can work: where the server lists its models it is not asked for
   * text, so that nothing of it is warm when the run begins.
   * @throws {TargetError} when the server refuses the request for a reason that all others would meet
   */
  async verify(signal?: AbortSignal): Promise<void> {
    const { session, server } = this.#running;
    const [model] = server.models.keys();
    if (model !== undefined && server.facts.list.kind !== 'listed') {
      await verifyRequests(session, model, signal);
    }
  }

  /** @throws the reason of the signal when it is aborted */
  async readSettings(signal?: AbortSignal): Promise<ServerSettings> {
    const { session, server } = this.#running;
    const { apiKey = '', secrets = [], own } = this.#options;
    const [main] = server.models.values();
    const { kind, version } = server.facts;
    const known = [apiKey, ...secrets];
    const about = { kind, version, model: main?.name, pid: this.pid, command: own?.command };
    const question = { ...about, secrets: known };
    return await readServerSettings({ control: session.control, ...question }, signal);
  }

  /**
   * Names what the server holds already, or has it load the model where models are managed.
   * @throws {TargetError} when it does not have the model, or fails to load it
   */
  async load(model: string, signal?: AbortSignal): Promise<LoadedModel> {
    signal?.throwIfAborted();
    const { name, bytes, contextTokens } = await this.#modelOf(model);
    const held = (await this.#running.server.manager?.load(name, signal)) ?? Number.NaN;
    return { model, bytes: Number.isNaN(held) ? bytes : held, contextTokens };
  }

  /** Forgets the conversations with the model; the server keeps it unless models are managed. */
  async unload(model: string): Promise<void> {
    const { name } = await this.#modelOf(model);
    this.#conversations.closeAll(model);
    await this.#running.server.manager?.unload(name);
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
    { connections, maxConcurrency }: LoadConnections,
    signal?: AbortSignal,
  ): Promise<HttpLoad> {
    await this.#refuseWhenDead();
    const most = Math.min(maxConcurrency, this.#options.maxConcurrency);
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
    session.onProbe = (probe) => this.#onSurvey(probeValues(probe));
    const reached = await reachServer(session, this.#endpoint, this.#options, signal);
    this.#process = reached.process;
    void reached.process?.exited.then(this.#resolveExited);
    if (this.#isStopped) {
      reached.process?.release();
      throw stoppedWhileStarting();
    }
    this.#description = reached.description;
    this.#limitations = reached.limitations;
    this.#state = { tag: 'running', session, server: reached.server };
  }

  async #modelOf(model: string): Promise<ListedModel> {
    await this.#refuseWhenDead();
    const { models } = this.#running.server;
    const listed = models.get(model);
    if (listed !== undefined) return listed;
    throw unknownModel(model, [...models.keys()]);
  }

  async #refuseWhenDead(): Promise<void> {
    const exit = await this.#process?.check();
    if (exit !== undefined) throw new TargetDiedError(exit);
  }

  async #answer(request: GenerationRequest, messages: readonly ChatMessage[]): Promise<Generation> {
    const { session, server } = this.#running;
    try {
      return await askForText(session, server, request, messages);
    } catch (error) {
      if (error instanceof RequestError) await this.#waitForDeath(error.kind);
      throw error;
    }
  }

  /** A connection that broke may be the first sign of a death. @throws {TargetDiedError} when it was */
  async #waitForDeath(kind: string): Promise<void> {
    if (!ENDINGS.has(kind)) return;
    const exit = await this.#process?.endsWithin(EXIT_GRACE_MS);
    if (exit !== undefined) throw new TargetDiedError(exit);
  }
}
