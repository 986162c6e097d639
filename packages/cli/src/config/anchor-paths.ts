import path from 'node:path';
import { changeTexts, FILE_PLACES } from '@loadcell/core';
import { isPlainObject } from './plain-object.ts';

/** Keys that name files or folders. */
const FILES = [...FILE_PLACES, ['target', 'cwd']];

/** Keys that name modules. */
const MODULES = [
  ['target', 'engine', 'module'],
  ['target', 'codec'],
] as const;

/**
 * A copy whose paths, written relative to the configuration file, are relative to the working directory. Unchanged are
 * models of a server, which are names, `outputDir`, since a run writes where it is started, and invalid values, which the
 * schema rejects.
 * @param config as read from a file, unchecked
 * @param folder absolute folder of that file
 * @param workingDirectory absolute
 * @param options whether the target is a server, by the file or by a flag
 */
export function anchorPaths(
  config: unknown,
  folder: string,
  workingDirectory: string,
  { hasServer }: { readonly hasServer: boolean },
): unknown {
  if (folder === workingDirectory) return config;
  const anchor = (file: string): string =>
    path.isAbsolute(file) ? file : path.relative(workingDirectory, path.join(folder, file));
  const anchorModule = (name: string): string =>
    // Any other name is a package.
    /^\.\.?\//.test(name) ? withDot(anchor(name)) : name;
  const anchored = FILES.reduce<unknown>(
    (result, place) => changeTexts(result, place, anchor),
    MODULES.reduce<unknown>((result, place) => changeTexts(result, place, anchorModule), config),
  );
  if (hasServer) return anchored;
  return changeTexts(
    changeTexts(anchored, ['target', 'models'], anchor),
    ['target', 'models', 'path'],
    anchor,
  );
}

/** Whether the target of a configuration is a server. */
export function namesServer(config: unknown): boolean {
  const target = isPlainObject(config) ? config['target'] : undefined;
  return (
    isPlainObject(target) && ['url', 'urls', 'command'].some((key) => target[key] !== undefined)
  );
}

/** Adds `./`, without which a path would name a package. */
function withDot(file: string): string {
  return file.startsWith('.') ? file : `./${file}`;
}
