import type { ServerSettings } from '../../spec/server-settings.ts';
import { alreadyStarted, notStarted } from '../errors.ts';
import type { SurveyValue } from '../../stream/rows/survey-stream.ts';
import type { LoadRunner } from '../load-runner.ts';
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
import type { ChatMessage } from '../../spec/content/chat-message.ts';
import { TransportError } from '../transport/transport-error.ts';
import type { TransportFactory } from '../transport/transport.ts';
import { stoppedWhileStarting, throwIfAborted } from './session/abort-error.ts';
import { askForText } from './request/ask-for-text.ts';
import { Conversations } from './session/conversations.ts';
import { describeUnreached, withDetails } from './describe-server.ts';
import { parseEndpoint, type Endpoint } from './session/endpoint.ts';
import { HttpLoad, type LoadConnections } from './load/http-load.ts';
import { HttpSession } from './session/http-session.ts';
import { probeValues } from './probe/probe-values.ts';
import type { HttpTargetOptions } from './http-target-options.ts';
import { unknownModel } from './probe/choose-models.ts';
import type { ListedModel } from './probe/model-list.ts';
import { unreached } from './probe/unreached.ts';
import { checkReplicas } from './probe/check-replicas.ts';
import { verifyServer } from './probe/verify-server.ts';
import { ProcessWatch } from './process/process-watch.ts';
import { reachServer, type WorkingServer } from './reach-server.ts';
import { RequestError } from './failure/request-error.ts';
import { readServerSettings } from './settings/read-settings.ts';

type State =
  | { readonly tag: 'new' | 'starting' | 'stopped' }
  | { readonly tag: 'running'; readonly session: HttpSession; readonly server: WorkingServer };

/**
 * A running server that is reached over HTTP. Its process is watched and sampled, and never signaled. Its models are already
 * loaded; contexts are conversations that the client sends again with each turn.
 */
export class HttpTarget implements Target, LoadRunner {
  readonly managed = false;
  readonly #options: HttpTargetOptions;
  readonly #endpoint: Endpoint;
  readonly #makeTransport: TransportFactory;
  readonly #conversations = new Conversations();
  readonly #process = new ProcessWatch();
  #state: State = { tag: 'new' };
  #session: HttpSession | undefined;
  #description: TargetDescription;
  #limitations: readonly TargetLimitation[] = [];
  #onSurvey: (values: readonly SurveyValue[]) => void = () => {};

  /** @throws {ConfigError} when the URL is not the URL of a server */
  constructor(options: HttpTargetOptions, makeTransport: TransportFactory) {
    this.#options = options;
    this.#endpoint = parseEndpoint(options.url);
    this.#makeTransport = makeTransport;
    this.#description = describeUnreached(options);
  }

  /** Resolves when the process of the server exits; never for a server without a known process. */
  get exited(): Promise<TargetExit> {
    return this.#process.exited;
  }

  /** Has models and version once it was started, and the form of requests once the server accepted one. */
  get description(): TargetDescription {
    return withDetails(this.#description, this.#session?.shapes.details ?? {});
  }

  get limitations(): readonly TargetLimitation[] {
    return this.#limitations;
  }

  get pid(): number | undefined {
    return this.#options.own?.pid ?? this.#process.pid;
  }

  /** Reports the requests for text that have no row: the server counts them as well. */
  onSurvey(listener: (values: readonly SurveyValue[]) => void): void {
    this.#onSurvey = listener;
  }

  /**
   * Connects to the server, waits until it is healthy and identifies it.
   * @throws {TransportError} when it does not respond
   * @throws {TargetError} when it does not have a requested model, or refuses
   */
  async start(signal?: AbortSignal): Promise<void> {
    if (this.#state.tag !== 'new') throw alreadyStarted();
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
   * Checks before a run whether requests can work, without warming the server up.
   * @throws {TargetError} when the server refuses for a reason that applies to all others
   */
  async verify(signal?: AbortSignal): Promise<void> {
    const { session, server } = this.#running;
    await verifyServer(session, server, this.#options.api, signal);
  }

  /** @throws the reason of the signal when it is aborted */
  async readSettings(signal?: AbortSignal): Promise<ServerSettings> {
    const { session, server } = this.#running;
    const { apiKey = '', secrets = [], own } = this.#options;
    const [main] = server.models.values();
    const { kind, version } = server.facts;
    const about = { kind, version, model: main?.name, pid: this.pid, command: own?.command };
    const question = { ...about, control: session.control, secrets: [apiKey, ...secrets] };
    return await readServerSettings(question, signal);
  }

  /**
   * Describes the loaded model, or has the server load it where models are managed.
   * @throws {TargetError} when the server does not have the model, or fails to load it
   */
  async load(model: string, signal?: AbortSignal): Promise<LoadedModel> {
    signal?.throwIfAborted();
    const { name, bytes, contextTokens } = await this.#modelOf(model);
    const held = (await this.#running.server.manager?.load(name, signal)) ?? Number.NaN;
    return { model, bytes: Number.isNaN(held) ? bytes : held, contextTokens };
  }

  /** Closes the conversations with the model; the server keeps it loaded unless models are managed. */
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
    await this.#process.refuseWhenDead();
    this.#conversations.close(context);
  }

  /** @throws {RequestError} when there is no valid response */
  async generate(request: GenerationRequest): Promise<Generation> {
    await this.#modelOf(request.model);
    const { context, model, prompt } = request;
    if (context === undefined) {
      return await this.#respond(request, [{ role: 'user', content: prompt }]);
    }
    return await this.#conversations.takeTurn(context, model, prompt, (messages) =>
      this.#respond(request, messages),
    );
  }

  async openLoad(
    { connections, maxConcurrency }: LoadConnections,
    signal?: AbortSignal,
  ): Promise<HttpLoad> {
    await this.#process.refuseWhenDead();
    const most = Math.min(maxConcurrency, this.#options.maxConcurrency);
    const allowed = { connections, maxConcurrency: most };
    return await HttpLoad.open(this.#running.session, allowed, signal);
  }

  async countTokens(model: string, text: string): Promise<number> {
    await this.#modelOf(model);
    return await this.#running.server.counter.count(model, text);
  }

  /** Token ids of a text by the server's own tokenizer; undefined where the server offers none. */
  async tokenize(model: string, text: string): Promise<readonly number[] | undefined> {
    await this.#modelOf(model);
    return await this.#running.server.tokenizer?.tokenize(model, text);
  }

  /** A server that Loadcell did not start is not asked to release memory. */
  async settle(): Promise<void> {
    await this.#process.refuseWhenDead();
  }

  async stop(): Promise<void> {
    this.#state = { tag: 'stopped' };
    this.#process.release();
    await this.#session?.transport.close();
  }

  get #isStopped(): boolean {
    return this.#state.tag === 'stopped';
  }

  get #running(): Extract<State, { tag: 'running' }> {
    if (this.#state.tag === 'running') return this.#state;
    throw notStarted();
  }

  async #reach(signal: AbortSignal | undefined): Promise<void> {
    const session = new HttpSession(this.#options, this.#endpoint, this.#makeTransport);
    this.#session = session;
    session.onProbe = (probe) => this.#onSurvey(probeValues(probe));
    const reached = await reachServer(session, this.#endpoint, this.#options, signal);
    this.#process.attach(reached.process);
    await checkReplicas(reached.server, this.#options, this.#makeTransport, signal);
    if (this.#isStopped) {
      this.#process.release();
      throw stoppedWhileStarting();
    }
    this.#description = reached.description;
    this.#limitations = reached.limitations;
    this.#state = { tag: 'running', session, server: reached.server };
  }

  async #modelOf(model: string): Promise<ListedModel> {
    await this.#process.refuseWhenDead();
    const { models } = this.#running.server;
    const listed = models.get(model);
    if (listed !== undefined) return listed;
    throw unknownModel(model, [...models.keys()]);
  }

  async #respond(
    request: GenerationRequest,
    messages: readonly ChatMessage[],
  ): Promise<Generation> {
    const { session, server } = this.#running;
    try {
      return await askForText(session, server, request, messages);
    } catch (error) {
      if (error instanceof RequestError) await this.#process.waitForDeath(error.kind);
      throw error;
    }
  }
}
