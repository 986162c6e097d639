import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isSystemError } from '../../../spec/error/system-error.ts';
import type * as LlamaModule from 'node-llama-cpp';
import { TargetError } from '../../errors.ts';

/** The package `node-llama-cpp`, an optional peer dependency that only the engine process loads. */
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
      'engine llama-cpp needs the package node-llama-cpp, which is not installed',
      {
        code: 'ENGINE_NOT_INSTALLED',
        help: 'run npm install node-llama-cpp (3.22 or later), or pass --url to measure a server',
        cause,
      },
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
    isSystemError(error) &&
    error.code === 'ERR_MODULE_NOT_FOUND' &&
    error.message.includes(`'node-llama-cpp'`)
  );
}

function unusable(cause: unknown): TargetError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new TargetError(
    `the package node-llama-cpp is installed but cannot be loaded: ${reason}`,
    {
      code: 'ENGINE_UNUSABLE',
      help: 'run npm install node-llama-cpp again',
      cause,
    },
  );
}
