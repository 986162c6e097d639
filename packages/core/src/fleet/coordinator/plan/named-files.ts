import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { changeTexts, FILE_PLACES } from '../../../config/file-places.ts';
import { ConfigError } from '../../../spec/error/errors.ts';
import { fileReason } from '../../../spec/error/system-error.ts';
import { TOKENIZER_SETTINGS } from '../../../workload/tokenizer/local-tokenizer.ts';

/** A file that travels to the agents. */
export interface NamedFile {
  /** As the plan names it: relative, with `/`. */
  readonly name: string;
  /** On this machine. */
  readonly path: string;
}

/** A configuration whose files have names that every machine can use, and those files. */
export interface PortableConfig {
  readonly config: unknown;
  readonly files: readonly NamedFile[];
}

/** Characters that stay in the name of a file; others are replaced. */
const OTHER = /[^A-Za-z0-9._-]/g;

/**
 * Gives the files that a configuration names portable names, `files/0/prompts.jsonl`. The ending of a name, which decides how
 * a file is read, stays. A folder stands for its files. The settings beside a tokenizer travel with it.
 * @param config as read from a file, unchecked; its paths are relative to the working directory
 * @throws {ConfigError} when a file cannot be read
 */
export function makePortable(config: unknown): PortableConfig {
  const names = new Map<string, string>();
  const files: NamedFile[] = [];
  const change = (path: string, beside: readonly string[]): string => {
    const known = names.get(path);
    if (known !== undefined) return known;
    const folder = `files/${names.size}`;
    const entries = entriesOf(path);
    const name = entries === undefined ? `${folder}/${safe(basename(path))}` : folder;
    names.set(path, name);
    if (entries === undefined) {
      const neighbors = beside.map((one) => join(dirname(path), one)).filter(existsSync);
      const sent = [path, ...neighbors.filter((one) => one !== path)];
      files.push(...sent.map((one) => ({ name: `${folder}/${safe(basename(one))}`, path: one })));
    } else {
      files.push(
        ...entries.map((one) => ({ name: `${folder}/${safe(one)}`, path: join(path, one) })),
      );
    }
    return name;
  };
  const changed = FILE_PLACES.reduce<unknown>(
    (result, place) =>
      changeTexts(result, place, (path) =>
        change(path, place.at(-1) === 'tokenizer' ? [TOKENIZER_SETTINGS] : []),
      ),
    config,
  );
  return { config: changed, files };
}

function safe(name: string): string {
  return name.replaceAll(OTHER, '_').replace(/^\./, '_');
}

/** The visible files of a folder; undefined for a file. */
function entriesOf(path: string): string[] | undefined {
  try {
    if (!statSync(path).isDirectory()) return undefined;
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .toSorted();
  } catch (error) {
    throw new ConfigError(`cannot read "${path}": ${fileReason(error)}`, {
      cause: error,
      help: 'correct the path in the configuration',
    });
  }
}
