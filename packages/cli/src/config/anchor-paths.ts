import path from 'node:path';
import { isPlainObject } from './plain-object.ts';

/** Where a configuration names files that are read. */
const FILES = [
  ['target', 'caCertificates'],
  ['target', 'cwd'],
  ['phases', 'load', 'dataset'],
  ['phases', 'load', 'stages', 'file'],
] as const;

/**
 * A copy in which the files that a configuration names are seen from its own folder, as whoever wrote it sees them. Models
 * of a server are names and stay, and so does `outputDir`: a run writes where it is started. What is not as it should be
 * stays too, for the schema to complain about.
 * @param config as read from a file, unchecked
 * @param folder of that file, absolute
 * @param workingDirectory absolute; paths of the copy are relative to it
 * @param options whether a server is measured, wherever that is said
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
    // Any other is a package.
    /^\.\.?\//.test(name) ? withDot(anchor(name)) : name;
  const anchored = FILES.reduce<unknown>(
    (result, place) => changeTexts(result, place, anchor),
    changeTexts(config, ['target', 'engine', 'module'], anchorModule),
  );
  if (hasServer) return anchored;
  return changeTexts(
    changeTexts(anchored, ['target', 'models'], anchor),
    ['target', 'models', 'path'],
    anchor,
  );
}

/** Whether a configuration says itself that a server is measured. */
export function namesServer(config: unknown): boolean {
  const target = isPlainObject(config) ? config['target'] : undefined;
  return isPlainObject(target) && (target['url'] !== undefined || target['command'] !== undefined);
}

/** A path that cannot be taken for a package. */
function withDot(file: string): string {
  return file.startsWith('.') ? file : `./${file}`;
}

/** Changes the texts at a place: one, or each of a list; on the way there, too, a list stands for each in it. */
function changeTexts(
  config: unknown,
  place: readonly string[],
  change: (text: string) => string,
): unknown {
  if (Array.isArray(config)) return config.map((one: unknown) => changeTexts(one, place, change));
  const [key, ...rest] = place;
  if (key === undefined) return typeof config === 'string' ? change(config) : config;
  if (!isPlainObject(config) || !(key in config)) return config;
  return { ...config, [key]: changeTexts(config[key], rest, change) };
}
