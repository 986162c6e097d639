import type { ServerSettings } from '../../spec/server-settings.ts';
import { stoppedWhileStarting, throwIfAborted } from '../server/session/abort-error.ts';
import type { HttpLoad, LoadConnections } from '../server/load/http-load.ts';
import type { HttpTarget } from '../server/http-target.ts';
import type { LoadRunner } from '../load-runner.ts';
import type { TransportFactory } from '../transport/transport.ts';
import { alreadyStarted, notStarted, TargetDiedError, TargetError } from '../errors.ts';
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
import { ServerCommands } from './server-commands.ts';
import type { ServerCommand } from './server-process.ts';
import type { StartupEvent } from './startup-event.ts';

/** A server that Loadcell starts and stops. */
export interface StartedServerOptions extends RunningServerOptions {
  /** By model; one under an empty name where the server chooses its models. */
  readonly commands: ReadonlyMap<string, ServerCommand>;
}

/**
 * A server that Loadcell starts by its command: held until it is sampled, followed until its first token, and ended with its
 * whole process tree. Once it listens it is used like any other server. Where each model has its own command, another model
 * is loaded by ending one process and starting the next.
 */
export class StartedServerTarget implements Target, LoadRunner {
  readonly managed = true;
  readonly exited: Promise<TargetExit>;
  readonly #options: StartedServerOptions;
  readonly #commands: ServerCommands;
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
    this.#commands = new ServerCommands(options.commands);
    this.#model = this.#commands.firstModel;
    this.exited = new Promise((resolve) => {
      this.#resolveExited = resolve;
    });
  }

  /** Has kind, version and models once it was started. */
  get description(): TargetDescription {
    return describeStarted(this.#server, this.#commands.models, this.#options.http.models);
  }

  get limitations(): readonly TargetLimitation[] {
    return limitStarted(this.#server?.http?.limitations ?? [], this.#commands.switchModels);
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
   * Starts the process, held before its first instruction until `start()`.
   * @throws {ConfigError} when there is no such command, or it cannot be executed
   */
  async launch(): Promise<void> {
    if (this.#server !== undefined || this.#isStopped) throw alreadyStarted();
    await this.#launch(this.#model);
  }

  /**
   * Releases the process, and waits until it listens, is healthy and has returned a first token.
   * @throws {TargetDiedError} when it exits before that
   * @throws {TargetError} when it is not ready in time, is not a model server, or refuses the first request
   */
  async start(signal?: AbortSignal): Promise<void> {
    if (this.#server === undefined) await this.launch();
    await this.#begin(signal);
  }

  /** Starts the server of the model once the server of another model has ended; only describes a model that is served. */
  async load(model: string, signal?: AbortSignal): Promise<LoadedModel> {
    const isHeld = !this.#commands.switchModels || model === this.#model;
    if (!isHeld) await this.#relaunch(model, signal);
    const loaded = await this.#running.load(this.#served(model), signal);
    return { ...loaded, model, ...(this.#commands.switchModels ? { isHeld } : {}) };
  }

  /** Closes the conversations with a model; its process keeps running until another model is loaded. */
  async unload(model: string): Promise<void> {
    await this.#running.unload(this.#served(model));
  }

  async openContext(model: string): Promise<ContextHandle> {
    return { ...(await this.#running.openContext(this.#served(model))), model };
  }

  async closeContext(context: ContextHandle): Promise<void> {
    await this.#running.closeContext(this.#contextOf(context));
  }

  /** @throws {RequestError} when there is no valid response */
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

  get #running(): HttpTarget {
    this.#refuseWhenDead();
    const http = this.#server?.http;
    if (http !== undefined && !this.#isStopped) return http;
    throw notStarted();
  }

  #refuseWhenDead(): void {
    const exit = this.#server?.process.exit;
    if (exit !== undefined) throw new TargetDiedError(exit, { outputTail: this.outputTail() });
  }

  #served(model: string): string {
    return this.#commands.servedName(model, this.#running.description.models);
  }

  #contextOf(context: ContextHandle): ContextHandle {
    return { ...context, model: this.#served(context.model) };
  }

  async #launch(model: string): Promise<void> {
    const command = this.#commands.of(model);
    const server = await RunningServer.launch(command, this.#options, this.#makeTransport);
    this.#model = model;
    this.#server = server;
    void server.process.exited.then((exit) => {
      // A process that was ended for the next model is not the end of the target.
      if (this.#server === server) this.#resolveExited(exit);
    });
    // `stop()` was called before there was a process to end.
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
