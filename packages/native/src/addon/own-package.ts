import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const NAME = '@loadcell/native';

/** The file of this module, or of the bundle that contains it. */
function ownFile(): string {
  // A bundle in the CommonJS format has no `import.meta.url`.
  const { url }: { readonly url?: string } = import.meta;
  if (url !== undefined && url.startsWith('file:')) return fileURLToPath(url);
  return typeof __filename === 'string' ? __filename : path.resolve('bundle.js');
}

function isOwn(folder: string): boolean {
  const manifest: unknown = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return (
    typeof manifest === 'object' &&
    manifest !== null &&
    'name' in manifest &&
    manifest.name === NAME
  );
}

/** Whether Node's permission model refused access. */
export function isDenied(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_ACCESS_DENIED';
}

function unlessDenied<Value>(look: () => Value): Value | undefined {
  try {
    return look();
  } catch (error) {
    if (isDenied(error)) throw error;
    return undefined;
  }
}

/**
 * The folder of this package, which has the addon. A bundle searches where its own `import` would find the package.
 * @returns undefined in a bundle that runs where the package is not installed
 * @throws when Node's permission model denies reading it, see {@link isDenied}
 */
export function ownPackage(): string | undefined {
  const file = ownFile();
  const folder = path.dirname(path.dirname(path.dirname(file)));
  if (unlessDenied(() => isOwn(folder)) === true) return folder;
  return unlessDenied(() => path.dirname(createRequire(file).resolve(`${NAME}/package.json`)));
}
