import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** What runs of each package; types and sources stay behind. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  cli: ['package.json', 'bin', 'dist'],
  core: ['package.json', 'assets', 'dist/bundle'],
  native: ['package.json', 'dist', 'prebuilds'],
};

/** An installation in a folder. Its packages are copies, so that a test may spoil them; what they depend on is linked. */
export interface InstalledCopy {
  /** The program of the command. */
  readonly command: string;
  /** A file or folder of a package: `fileOf('native', 'prebuilds')`. */
  readonly fileOf: (name: 'cli' | 'core' | 'native', ...names: string[]) => string;
}

/** Copies the built packages into a folder. */
export function installCopy(folder: string): InstalledCopy {
  const modules = path.join(folder, 'node_modules');
  const fileOf = (name: string, ...names: string[]): string =>
    path.join(modules, '@loadcell', name, ...names);
  for (const [name, parts] of Object.entries(PARTS)) {
    mkdirSync(fileOf(name), { recursive: true });
    for (const part of parts) {
      cpSync(path.join(ROOT, 'packages', name, part), fileOf(name, part), { recursive: true });
    }
  }
  for (const name of readdirSync(path.join(ROOT, 'node_modules'))) {
    if (name === '@loadcell' || name.startsWith('.')) continue;
    symlinkSync(path.join(ROOT, 'node_modules', name), path.join(modules, name));
  }
  return { command: fileOf('cli', 'bin', 'loadcell.js'), fileOf };
}
