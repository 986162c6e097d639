import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as LlamaModule from 'node-llama-cpp';
import { TargetError } from '../../errors.ts';

/** The package `node-llama-cpp`, an optional peer dependency that only the engine host loads. */
export type LlamaPackage = typeof LlamaModule;

/**
 * Imports `node-llama-cpp` from beside Loadcell, or else from the working directory, where `npm install` puts it when
 * Loadcell itself is installed elsewhere.
 * @throws {TargetError} when it is installed in neither place, or cannot be loaded
 */
export async function importLlamaPackage(): Promise<LlamaPackage> {
  try {
    return await import('node-llama-cpp');
  } catch (cause) {
    if (!isNotInstalled(cause)) throw unusable(cause);
  }
  let path: string;
  try {
    path = createRequire(join(process.cwd(), 'package.json')).resolve('node-llama-cpp');
  } catch (cause) {
    throw new TargetError(
      'The engine llama-cpp needs the package node-llama-cpp, which is not installed. ' +
        'Install it with `npm install node-llama-cpp` (version 3.22 or later), or measure another target.',
      { code: 'ENGINE_NOT_INSTALLED', cause },
    );
  }
  try {
    return await import(pathToFileURL(path).href);
  } catch (cause) {
    throw unusable(cause);
  }
}

function isNotInstalled(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === 'ERR_MODULE_NOT_FOUND' &&
    error.message.includes(`'node-llama-cpp'`)
  );
}

function unusable(cause: unknown): TargetError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new TargetError(
    `The package node-llama-cpp is installed but cannot be loaded: ${reason}. ` +
      'Install it again with `npm install node-llama-cpp`.',
    { code: 'ENGINE_UNUSABLE', cause },
  );
}
