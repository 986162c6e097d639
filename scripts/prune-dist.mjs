/**
 * Removes files from `dist` that no longer have a source: tsc never does, so a renamed file would still be imported here
 * and shipped to users. Run in the folder of a package, after tsc.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

for (const entry of readdirSync('dist', { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const output = path.join(entry.parentPath, entry.name);
  const within = path.relative('dist', output).replace(/\.(?:d\.ts|js|js\.map)$/, '.ts');
  if (!existsSync(path.join('src', within))) rmSync(output);
}
