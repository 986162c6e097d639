import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from './cache-folder.ts';

/** The newest that the Go of Debian and of the runners builds. */
const VERSION = 'v5.7.1';
const MODULE = `sigs.k8s.io/kustomize/kustomize/v5@${VERSION}`;

/** The manifests of the repository. */
export const DEPLOY = fileURLToPath(new URL('../../../deploy/kubernetes', import.meta.url));

/** Why kustomizations cannot be built here; undefined where they can. */
export function whyNoKustomize(): string | undefined {
  const { error } = spawnSync('go', ['version'], { stdio: 'ignore' });
  return error === undefined ? undefined : 'kustomize needs Go, which is not installed';
}

/** kustomize, built by Go once per version. */
export function installKustomize(): string {
  const folder = path.join(cacheFolder(), `kustomize-${VERSION}`);
  const program = path.join(folder, 'kustomize');
  if (!existsSync(program)) {
    // Go writes the program when it is complete.
    const env = { ...process.env, GOBIN: folder, GOFLAGS: '-mod=mod' };
    execFileSync('go', ['install', MODULE], { env, stdio: ['ignore', 'inherit', 'inherit'] });
  }
  return program;
}

/** The resources of a kustomization, as YAML. @throws when it cannot be built */
export function buildKustomization(program: string, folder: string): string {
  return execFileSync(program, ['build', path.join(DEPLOY, folder)], { encoding: 'utf8' });
}
