import type { Llama, LlamaModel } from 'node-llama-cpp';
import { TargetError } from '../../errors.ts';
import type { EngineSettings } from '../engine.ts';
import type { EngineLog } from './engine-log.ts';
import type { LlamaPackage } from './import-package.ts';
import { ResidentModel } from './resident-model.ts';

/** Input of {@link loadResidentModel}. */
export interface LoadParts {
  readonly llamaPackage: LlamaPackage;
  readonly llama: Llama;
  readonly log: EngineLog;
  readonly settings: EngineSettings;
  readonly name: string;
  readonly path: string;
  readonly signal: AbortSignal;
}

/**
 * Loads weights and makes a context with all its sequences: the model is then ready for requests.
 * @throws {TargetError} when the file is corrupt or memory is insufficient
 */
export async function loadResidentModel(parts: LoadParts): Promise<ResidentModel> {
  const model = await loadWeights(parts);
  try {
    const context = await model.createContext({
      contextSize: parts.settings.contextTokens,
      sequences: parts.settings.parallel,
      threads: parts.settings.threads,
      createSignal: parts.signal,
    });
    return new ResidentModel(parts.name, model, context);
  } catch (error) {
    await model.dispose();
    throw await explain(parts, error, 'lower target.contextTokens or target.parallel');
  }
}

async function loadWeights(parts: LoadParts): Promise<LlamaModel> {
  // Log lines of an earlier failure do not explain this one.
  parts.log.clear();
  try {
    return await parts.llama.loadModel({ modelPath: parts.path, loadSignal: parts.signal });
  } catch (error) {
    throw await explain(parts, error, 'choose a smaller model');
  }
}

async function explain(parts: LoadParts, error: unknown, remedy: string): Promise<unknown> {
  if (parts.signal.aborted || !(error instanceof Error)) return error;
  if (error instanceof parts.llamaPackage.InsufficientMemoryError) {
    return new TargetError(`not enough memory for model "${parts.name}": ${error.message}`, {
      code: 'MODEL_TOO_LARGE',
      help: `free memory, or ${remedy}`,
      cause: error,
    });
  }
  // Its first line has the reason; the others name the calls that it made fail.
  const [first = ''] = (await parts.log.explain()).split('\n');
  const reason = first || error.message;
  return new TargetError(
    `llama.cpp cannot load model "${parts.name}" from ${parts.path}: ${reason}`,
    {
      code: 'MODEL_CORRUPT',
      help: 'download the GGUF file again, or install a newer node-llama-cpp if it does not support the architecture',
      cause: error,
    },
  );
}
