import { TargetError } from '../../errors.ts';
import type { Engine } from '../engine.ts';
import type { EngineTargetOptions } from '../engine-options.ts';
import { resolveModule } from '../../module/resolve-module.ts';
import { openLlamaCpp } from '../llama-cpp/llama-cpp-engine.ts';

/**
 * Opens the configured engine, with no model loaded.
 * @throws {TargetError} when it is not installed, cannot run here, or is not an engine
 */
export async function openEngine(options: EngineTargetOptions): Promise<Engine> {
  const { engine, ...settings } = options;
  if (engine === 'llama-cpp') return await openLlamaCpp(settings);
  const createEngine = await importFactory(engine.module);
  const created: unknown = await createEngine(Object.freeze(settings));
  if (isEngine(created)) return created;
  throw new TargetError(`createEngine() of the engine module ${engine.module} returned no engine`, {
    code: 'ENGINE_MODULE',
    help: `return an object with kind, version, and the functions ${ENGINE_FUNCTIONS.join(', ')} (see Engine in @loadcell/core)`,
  });
}

async function importFactory(module: string): Promise<(settings: unknown) => unknown> {
  let exports: unknown;
  try {
    exports = await import(resolveModule(module));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TargetError(`cannot import the engine module ${module}: ${reason}`, {
      code: 'ENGINE_MODULE',
      help: `pass the path of a JavaScript module, or the name of a package, relative to ${process.cwd()}`,
      cause,
    });
  }
  const factory = readMember(exports, 'createEngine') ?? readMember(exports, 'default');
  if (isFactory(factory)) return factory;
  throw new TargetError(`the engine module ${module} exports no function createEngine`, {
    code: 'ENGINE_MODULE',
    help: 'export function createEngine(settings), named or as default, that returns an engine',
  });
}

const ENGINE_FUNCTIONS = [
  'load',
  'unload',
  'openContext',
  'closeContext',
  'generate',
  'countTokens',
] as const;

function isEngine(value: unknown): value is Engine {
  return (
    typeof readMember(value, 'kind') === 'string' &&
    typeof readMember(value, 'version') === 'string' &&
    ENGINE_FUNCTIONS.every((name) => typeof readMember(value, name) === 'function')
  );
}

function isFactory(value: unknown): value is (settings: unknown) => unknown {
  return typeof value === 'function';
}

function readMember(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
