import type { Llama } from 'node-llama-cpp';
import { explainUnknown } from '../../../spec/nearest-name.ts';
import { TargetError } from '../../errors.ts';
import type {
  Engine,
  EngineResponse,
  EngineModel,
  EngineRequest,
  EngineSettings,
} from '../engine.ts';
import { importLlamaPackage, type LlamaPackage } from './import-package.ts';
import { EngineLog } from './engine-log.ts';
import { checkModelFile } from './model-file.ts';
import { loadResidentModel } from './load-model.ts';
import type { ResidentModel } from './resident-model.ts';

/**
 * Opens llama.cpp in this process, through `node-llama-cpp`; no model is loaded.
 * @throws {TargetError} when the package is not installed or cannot run here, or a model file is missing
 */
export async function openLlamaCpp(settings: EngineSettings): Promise<Engine> {
  for (const { name, path } of settings.models) await checkModelFile(name, path);
  const llamaPackage = await importLlamaPackage();
  const log = new EngineLog();
  const llama = await startLlama(llamaPackage, settings, log);
  return new LlamaCppEngine(settings, llamaPackage, llama, log);
}

async function startLlama(
  { getLlama, LlamaLogLevel, NoBinaryFoundError }: LlamaPackage,
  settings: EngineSettings,
  log: EngineLog,
): Promise<Llama> {
  try {
    return await getLlama({
      gpu: settings.gpu,
      // Measures the installed build: nothing is compiled or downloaded here.
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      maxThreads: settings.threads,
      logLevel: LlamaLogLevel.error,
      logger: (_level, message) => log.write(message),
    });
  } catch (cause) {
    if (!(cause instanceof NoBinaryFoundError)) throw cause;
    throw new TargetError(
      `node-llama-cpp has no binary for this machine with gpu: ${String(settings.gpu)}`,
      {
        code: 'ENGINE_UNUSABLE',
        help: 'run npm install node-llama-cpp --include=optional, or set target.gpu to false',
        cause,
      },
    );
  }
}

/** llama.cpp in this process. Several models can be loaded, each with as many sequences as the settings require. */
class LlamaCppEngine implements Engine {
  readonly kind = 'llama-cpp';
  readonly version: string;
  readonly details: Readonly<Record<string, string | number | boolean>>;
  readonly #settings: EngineSettings;
  readonly #package: LlamaPackage;
  readonly #llama: Llama;
  readonly #log: EngineLog;
  readonly #models = new Map<string, ResidentModel>();
  readonly #loading = new Set<string>();
  #openedContexts = 0;

  constructor(settings: EngineSettings, llamaPackage: LlamaPackage, llama: Llama, log: EngineLog) {
    this.#settings = settings;
    this.#package = llamaPackage;
    this.#llama = llama;
    this.#log = log;
    this.version = llama.llamaCppRelease.release;
    this.details = {
      llamaCppRepository: llama.llamaCppRelease.repo,
      gpuInUse: llama.gpu,
      systemInfo: llama.systemInfo.trim(),
    };
  }

  async load(name: string, signal: AbortSignal): Promise<EngineModel> {
    const path = this.#settings.models.find((model) => model.name === name)?.path;
    if (path === undefined) throw this.#describeUnknown(name);
    if (this.#models.has(name) || this.#loading.has(name)) {
      throw new TargetError(`model "${name}" is already loaded or loading`, {
        code: 'MODEL_LOADED',
        help: 'unload it first, once it is loaded',
      });
    }
    this.#loading.add(name);
    try {
      await checkModelFile(name, path);
      const resident = await loadResidentModel({
        llamaPackage: this.#package,
        llama: this.#llama,
        log: this.#log,
        settings: this.#settings,
        name,
        path,
        signal,
      });
      this.#models.set(name, resident);
      return resident.account;
    } finally {
      this.#loading.delete(name);
    }
  }

  async unload(name: string): Promise<void> {
    const resident = this.#findModel(name);
    this.#models.delete(name);
    await resident.dispose();
  }

  async openContext(model: string): Promise<string> {
    const resident = this.#findModel(model);
    this.#openedContexts += 1;
    const id = `${model}#${this.#openedContexts}`;
    await resident.openContext(id);
    return id;
  }

  /** A context released with its model or closed before is not an error. */
  async closeContext(context: string): Promise<void> {
    for (const resident of this.#models.values()) {
      if (resident.hasContext(context)) await resident.closeContext(context);
    }
  }

  async generate(request: EngineRequest): Promise<EngineResponse> {
    return await this.#findModel(request.model).generate(request);
  }

  async countTokens(model: string, text: string): Promise<number> {
    return this.#findModel(model).countTokens(text);
  }

  async tokenize(model: string, text: string): Promise<readonly number[]> {
    return this.#findModel(model).tokenize(text);
  }

  async close(): Promise<void> {
    for (const name of this.#models.keys()) await this.unload(name);
    await this.#llama.dispose();
  }

  #findModel(name: string): ResidentModel {
    const resident = this.#models.get(name);
    if (resident !== undefined) return resident;
    throw new TargetError(`model "${name}" is not loaded`, {
      code: 'MODEL_NOT_LOADED',
      help: 'load it first',
    });
  }

  #describeUnknown(name: string): TargetError {
    const known = this.#settings.models.map((model) => model.name);
    const { text, help } = explainUnknown('model', name, known);
    return new TargetError(text, {
      code: 'MODEL_UNKNOWN',
      ...(help === undefined ? {} : { help }),
    });
  }
}
