import type { ServerSettings } from '../../spec/server-settings.ts';
import { stoppedWhileStarting, throwIfAborted } from '../server/session/abort-error.ts';
import type { HttpLoad } from '../server/load/http-load.ts';
import type { HttpTarget } from '../server/http-target.ts';
import type { LoadConnections, LoadRunner } from '../load-runner.ts';
import type { TransportFactory } from '../transport/transport.ts';
import { TargetDiedError, TargetError } from '../errors.ts';
import type {
  ContextHandle,
  Generation,
  GenerationRequest,
  LoadedModel,
  RelaunchListener,
  Target,
  TargetDescription,
  TargetExit,
  TargetLimitation,
} from '../target.ts';
import { describeStarted, limitStarted } from './describe-started.ts';
import { RunningServer, type RunningServerOptions } from './running-server.ts';
import type { ServerCommand } from './server-process.ts';
import type { StartupEvent } from './startup-event.ts';

/** A server that Loadcell starts and ends. */
export interface StartedServerOptions extends RunningServerOptions {
  /** What starts it, by model; one under an empty name where the server chooses its models itself. */
  readonly commands: ReadonlyMap<string, ServerCommand>;
}

/**
 * A server whose command is started here: held until it is sampled, followed until its first token, and ended with all that
 * it started. Once it listens it is spoken to like any other server. Where each model has a command of its own, another
 * model is loaded by ending one process and starting the next.
 */
export class StartedServerTarget implements Target, LoadRunner {
  readonly managed = true;
  readonly exited: Promise<TargetExit>;
  readonly #options: StartedServerOptions;
  readonly #makeTransport: TransportFactory;
  readonly #listeners: ((event: StartupEvent) => void)[] = [];
  readonly #relaunchListeners: RelaunchListener[] = [];
  #resolveExited: (exit: TargetExit) => void = () => {};
  #server: RunningServer | undefined;
  #model: string;
  #isStopped = false;
  #stopping: Promise<void> | undefined;

  constructor(options: StartedServerOptions, makeTransport: TransportFactory) {
    this.#options = options;
    this.#makeTransport = makeTransport;
    this.#model = [...options.commands.keys()][0] ?? '';
    this.exited = new Promise((resolve) => {
      this.#resolveExited = resolve;
    });
  }

  /** Kind, version and models are known once it was started. */
  get description(): TargetDescription {
    const { http, commands } = this.#options;
    const models = this.#isNamed ? [...commands.keys()] : undefined;
    return describeStarted(this.#server, models, http.models);
  }

  get limitations(): readonly TargetLimitation[] {
    return limitStarted(this.#server?.http?.limitations ?? [], this.#switches);
  }

  get pid(): number | undefined {
    return this.#server?.process.pid;
  }

  get adopterPid(): number | undefined {
    return this.#server?.process.launcherPid;
  }

  onStartup(listener: (event: StartupEvent) => void): void {
    this.#listeners.push(listener);
  }

  onRelaunch(listener: RelaunchListener): void {
    this.#relaunchListeners.push(listener);
  }

  outputTail(): string {
    return this.#server?.outputTail() ?? '';
  }

  /**
   * Starts the process, which is held before its first instruction until `start()`.
   * @throws {ConfigError} when there is no such command, or it cannot be run
   */
  async launch(): Promise<void> {
    if (this.#server !== undefined || this.#isStopped) {
      throw new TargetError(
        'The target was started or stopped before. Make a new one to start again.',
        { code: 'TARGET_STARTED' },
      );
    }
    await this.#launch(this.#model);
  }

  /**
   * Lets the process go on, and waits until it listens, is healthy and has given a first token.
   * @throws {TargetDiedError} when it ends before
   * @throws {TargetError} when it is not ready in time, is no model server, or refuses the first request
   */
  async start(signal?: AbortSignal): Promise<void> {
    if (this.#server === undefined) await this.launch();
    await this.#begin(signal);
  }

  /** Starts the server of the model, after that of another one was ended; a model that is served already is asked about. */
  async load(model: string, signal?: AbortSignal): Promise<LoadedModel> {
    const isHeld = !this.#switches || model === this.#model;
    if (!isHeld) await this.#relaunch(model, signal);
    const loaded = await this.#running.load(this.#served(model), signal);
    return { ...loaded, model, ...(this.#switches ? { isHeld } : {}) };
  }

  /** Forgets the conversations with a model; its process goes on until another model is loaded. */
  async unload(model: string): Promise<void> {
    await this.#running.unload(this.#served(model));
  }

  async openContext(model: string): Promise<ContextHandle> {
    return { ...(await this.#running.openContext(this.#served(model))), model };
  }

  async closeContext(context: ContextHandle): Promise<void> {
    await this.#running.closeContext(this.#contextOf(context));
  }

  /** @throws {RequestError} when there is no answer that counts */
  async generate(request: GenerationRequest): Promise<Generation> {
    const { context, model, ...rest } = request;
    const asked = {
      ...rest,
      model: this.#served(model),
      ...(context === undefined ? {} : { context: this.#contextOf(context) }),
    };
    try {
      return await this.#running.generate(asked);
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      await this.#server?.endsSoon();
      this.#refuseWhenDead();
      throw error;
    }
  }

  async openLoad(connections: LoadConnections, signal?: AbortSignal): Promise<HttpLoad> {
    return await this.#running.openLoad(connections, signal);
  }

  async countTokens(model: string, text: string): Promise<number> {
    return await this.#running.countTokens(this.#served(model), text);
  }

  async tokenize(model: string, text: string): Promise<readonly number[] | undefined> {
    return await this.#running.tokenize(this.#served(model), text);
  }

  async readSettings(signal?: AbortSignal): Promise<ServerSettings> {
    return await this.#running.readSettings(signal);
  }

  async settle(): Promise<void> {
    await this.#running.settle();
  }

  stop(): Promise<void> {
    this.#isStopped = true;
    this.#stopping ??= this.#server?.end() ?? Promise.resolve();
    return this.#stopping;
  }

  /** Whether models are switched by starting another process. */
  get #switches(): boolean {
    return this.#options.commands.size > 1;
  }

  /** Whether each process is started for one model, which it may know by another name. */
  get #isNamed(): boolean {
    return !this.#options.commands.has('');
  }

  get #running(): HttpTarget {
    this.#refuseWhenDead();
    const http = this.#server?.http;
    if (http !== undefined && !this.#isStopped) return http;
    throw new TargetError('The target does not run. Start it first.', {
      code: 'TARGET_NOT_STARTED',
    });
  }

  #refuseWhenDead(): void {
    const exit = this.#server?.process.exit;
    if (exit !== undefined) throw new TargetDiedError(exit, { outputTail: this.outputTail() });
  }

  /** The name by which the server itself knows a model: a process of one model may call it otherwise than we do. */
  #served(model: string): string {
    if (!this.#isNamed) return model;
    const { models } = this.#running.description;
    return models.includes(model) ? model : (models[0] ?? model);
  }

  #contextOf(context: ContextHandle): ContextHandle {
    return { ...context, model: this.#served(context.model) };
  }

  async #launch(model: string): Promise<void> {
    const command = this.#options.commands.get(model);
    if (command === undefined) {
      throw new TargetError(`No command starts a server of "${model}".`, { code: 'NO_MODEL' });
    }
    const server = await RunningServer.launch(command, this.#options, this.#makeTransport);
    this.#model = model;
    this.#server = server;
    void server.process.exited.then((exit) => {
      // One that was ended to make room for the next is not the end of the target.
      if (this.#server === server) this.#resolveExited(exit);
    });
    // It was stopped meanwhile, and found nothing to end.
    if (this.#isStopped) await server.end();
  }

  async #begin(signal: AbortSignal | undefined): Promise<void> {
    const server = this.#server;
    if (server === undefined || this.#isStopped) throw stoppedWhileStarting();
    throwIfAborted(signal);
    try {
      await server.begin((event) => {
        for (const listener of this.#listeners) listener(event);
      }, signal);
    } catch (error) {
      if (this.#isStopped && signal?.aborted !== true) throw stoppedWhileStarting();
      throw error;
    }
  }

  async #relaunch(model: string, signal: AbortSignal | undefined): Promise<void> {
    const before = this.#server;
    this.#refuseWhenDead();
    for (const listener of this.#relaunchListeners) await listener('ending');
    this.#server = undefined;
    await before?.end();
    await this.#launch(model);
    for (const listener of this.#relaunchListeners) await listener('launched');
    await this.#begin(signal);
  }
}
