import { realpath } from 'node:fs/promises';
import { ConfigError } from '../../spec/error/errors.ts';
import { systemErrorCode } from '../../spec/error/system-error.ts';
import type { MergeInput } from '../merge-options.ts';

/** @throws {ConfigError} for one directory given twice, even by different names */
export async function refuseRepeated(inputs: readonly MergeInput[]): Promise<void> {
  const seen = new Set<string>();
  for (const { path } of inputs) {
    const real = await realPlace(path);
    if (seen.has(real)) {
      throw new ConfigError(`"${path}" is given twice`, { help: 'pass each directory once' });
    }
    seen.add(real);
  }
}

async function realPlace(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    // A missing directory is reported when it is read.
    if (systemErrorCode(error) !== undefined) return path;
    throw error;
  }
}
