import { createRequire } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Resolves paths and packages from the working directory: they belong to the user, not to Loadcell. */
export function resolveModule(module: string): string {
  if (module.startsWith('file:')) return module;
  if (module.startsWith('.') || isAbsolute(module)) return pathToFileURL(resolve(module)).href;
  const require = createRequire(join(process.cwd(), 'package.json'));
  return pathToFileURL(require.resolve(module)).href;
}
