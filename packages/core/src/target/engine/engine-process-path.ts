import { createRequire } from 'node:module';
import { systemErrorCode } from '../../spec/error/system-error.ts';
import { TargetError } from '../errors.ts';

/**
 * Path of the engine process's built entry: a child process runs JavaScript on disk even if this package runs from its
 * sources.
 * @param from URL of a module of this package
 * @throws {TargetError} when it was not built
 */
export function findEngineProcess(from: string = import.meta.url): string {
  try {
    return createRequire(from).resolve('@loadcell/core/engine-process');
  } catch (cause) {
    if (systemErrorCode(cause) !== 'MODULE_NOT_FOUND') throw cause;
    throw new TargetError('the engine process of @loadcell/core is not built', {
      code: 'ENGINE_PROCESS_NOT_BUILT',
      help: 'run npm run build in the checkout, or reinstall @loadcell/core',
      cause,
    });
  }
}
