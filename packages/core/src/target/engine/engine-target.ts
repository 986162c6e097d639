import type { SurveyValue } from '../../stream/rows/survey-stream.ts';
import { alreadyStarted, notStarted, TargetDiedError, TargetError } from '../errors.ts';
import { ChildLifetime } from '../process/child-lifetime.ts';
import type {
  ContextHandle,
  Generation,
  GenerationRequest,
  LoadedModel,
  Target,
  TargetDescription,
  TargetExit,
} from '../target.ts';
import { checkEngineOptions, type EngineTargetOptions } from './engine-options.ts';
import { heapSurvey } from './heap-readings.ts';
import { EngineConnection } from './engine-connection.ts';
import {
  ContextIdSchema,
  GeneratedSchema,
  LoadedSchema,
  NothingSchema,
  OpenedSchema,
  TokenCountSchema,
  TokenIdsSchema,
} from './engine-protocol.ts';
import { launchEngineProcess } from './launch-engine-process.ts';

/** Grace periods of the engine process before the next, harder step. */
export interface EngineProcessBounds {
  /** For a canceled request to end. */
  readonly cancelMs: number;
  /** To exit when asked. */
  readonly leaveMs: number;
  /** To end after SIGTERM; SIGKILL follows. */
  readonly terminateMs: number;
}

const DEFAULT_BOUNDS: EngineProcessBounds = { cancelMs: 2000, leaveMs: 3000, terminateMs: 1000 };

/** An engine process that runs. */
interface RunningEngine {
  readonly launcherPid: number;
  readonly lifetime: ChildLifetime;
  readonly connection: EngineConnection;
}

type State =
  | { readonly tag: 'new' | 'launching' }
  | { readonly tag: 'starting' | 'running'; readonly engine: RunningEngine }
  | { readonly tag: 'stopped' };

/**
 * An embedded engine as a target. It runs in a child process, so that its memory is separate from Loadcell's and
 * Loadcell survives its crash. One object is one process: it starts once, and never again after it ended.
 */
export class EngineTarget implements Target {
  readonly managed = true;
  readonly exited: Promise<TargetExit>;
  readonly #options: EngineTargetOptions;
  readonly #bounds: EngineProcessBounds;
  #resolveExited: (exit: TargetExit) => void = () => {};
  #state: State = { tag: 'new' };
  #stopping: Promise<void> | undefined;
  #description: TargetDescription;
  readonly #surveyListeners: ((values: readonly SurveyValue[]) => void)[] = [];

  /** @throws {ConfigError} when the options are invalid */
  constructor(options: EngineTargetOptions, bounds: Partial<EngineProcessBounds> = {}) {
    this.#options = checkEngineOptions(options);
    this.#bounds = { ...DEFAULT_BOUNDS, ...bounds };
    const { engine, models, contextTokens, parallel, gpu, threads } = this.#options;
    this.#description = {
      kind: typeof engine === 'string' ? engine : engine.module,
      version: '',
      models: models.map(({ name }) => name),
      details: { contextTokens, parallel, gpu, threads },
    };
    this.exited = new Promise((resolve) => {
      this.#resolveExited = resolve;
    });
  }

  /** The version is known after the start. */
  get description(): TargetDescription {
    return this.#description;
  }

  get pid(): number | undefined {
    return 'engine' in this.#state ? this.#state.engine.lifetime.pid : undefined;
  }

  /** Parent of what the engine starts and leaves behind. */
  get adopterPid(): number | undefined {
    return 'engine' in this.#state ? this.#state.engine.launcherPid : undefined;
  }

  /** Reports the engine process's JavaScript heap 20 times a second and after calls, while JavaScript is not busy. */
  onSurvey(listener: (values: readonly SurveyValue[]) => void): void {
    this.#surveyListeners.push(listener);
  }

  /**
   * Starts the process and opens the engine in it; a failure leaves no process behind.
   * @throws {TargetError} when the engine is not installed or cannot run, or a model file is missing
   */
  async start(signal?: AbortSignal): Promise<void> {
    if (this.#state.tag !== 'new') throw alreadyStarted();
    signal?.throwIfAborted();
    const engine = await this.#launchEngine();
    try {
      const opened = await engine.connection.call(
        { method: 'open', options: this.#options },
        OpenedSchema,
        signal,
      );
      this.#description = {
        ...this.#description,
        kind: opened.kind,
        version: opened.version,
        details: { ...this.#description.details, ...opened.details },
      };
      this.#state = { tag: 'running', engine };
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async load(model: string, signal?: AbortSignal): Promise<LoadedModel> {
    const loaded = await this.#running.call({ method: 'load', model }, LoadedSchema, signal);
    return { model, ...loaded };
  }

  async unload(model: string): Promise<void> {
    await this.#running.call({ method: 'unload', model }, NothingSchema);
  }

  async openContext(model: string): Promise<ContextHandle> {
    const id = await this.#running.call({ method: 'openContext', model }, ContextIdSchema);
    return { id, model };
  }

  async closeContext(context: ContextHandle): Promise<void> {
    await this.#running.call({ method: 'closeContext', context: context.id }, NothingSchema);
  }

  async generate(request: GenerationRequest): Promise<Generation> {
    const { context, signal, isLengthDemanded = false, ...rest } = request;
    const parameters = { ...rest, context: context?.id, isLengthDemanded };
    const generated = await this.#running.call(
      { method: 'generate', ...parameters },
      GeneratedSchema,
      signal,
    );
    const { tokenNs, ...counts } = generated;
    return {
      ...counts,
      chunkNs: tokenNs,
      firstAnswerNs: tokenNs[0] ?? Number.NaN,
      resends: 0,
      connectedNs: Number.NaN,
      firstByteNs: tokenNs[0] ?? Number.NaN,
      outputTokens: tokenNs.length,
      tokenCountSource: 'tokenizer',
    };
  }

  async countTokens(model: string, text: string): Promise<number> {
    return await this.#running.call({ method: 'countTokens', model, text }, TokenCountSchema);
  }

  async tokenize(model: string, text: string): Promise<readonly number[] | undefined> {
    return await this.#running.call({ method: 'tokenize', model, text }, TokenIdsSchema);
  }

  async settle(): Promise<void> {
    await this.#running.call({ method: 'settle' }, NothingSchema);
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  get #running(): EngineConnection {
    if ('engine' in this.#state) return this.#state.engine.connection;
    throw notStarted();
  }

  async #launchEngine(): Promise<RunningEngine> {
    this.#state = { tag: 'launching' };
    const launched = await launchEngineProcess();
    const { pid, launcherPid, process: launcher } = launched;
    const lifetime = new ChildLifetime(launched);
    const connection = new EngineConnection(launcher, this.#bounds.cancelMs, (readings) => {
      const values = heapSurvey(readings, pid);
      for (const listener of this.#surveyListeners) listener(values);
    });
    const engine = { launcherPid, lifetime, connection };
    const isStopped = this.#stopping !== undefined;
    this.#state = { tag: 'starting', engine };
    void this.#followExit(engine);
    // An engine that closes the channel takes no more calls.
    launcher.once('disconnect', () => void this.stop());
    const failure = isStopped ? 'it was stopped' : await launched.begin();
    launched.goOn();
    if (failure === undefined) return engine;
    await lifetime.end({ askedMs: 0, terminatedMs: 0 });
    throw new TargetError(`cannot run the engine process: ${failure}`, {
      code: 'TARGET_START',
    });
  }

  async #followExit({ lifetime, connection }: RunningEngine): Promise<void> {
    const exit = await lifetime.exited;
    connection.close(() => new TargetDiedError(exit, { outputTail: lifetime.readOutputTail() }));
    this.#resolveExited(exit);
  }

  async #stop(): Promise<void> {
    if (!('engine' in this.#state)) {
      this.#state = { tag: 'stopped' };
      return;
    }
    const { connection, lifetime } = this.#state.engine;
    const closed = connection.call({ method: 'close' }, NothingSchema);
    // It may agree, fail or not reply, as long as it ends.
    const ended = lifetime.end({
      askedMs: this.#bounds.leaveMs,
      terminatedMs: this.#bounds.terminateMs,
    });
    await Promise.all([closed.catch(ignoreTargetError), ended]);
    await this.exited;
  }
}

function ignoreTargetError(error: unknown): void {
  if (!(error instanceof TargetError)) throw error;
}
