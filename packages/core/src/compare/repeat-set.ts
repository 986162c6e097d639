import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { ConfigError } from '../spec/error/errors.ts';
import { systemErrorCode } from '../spec/error/system-error.ts';
import { linkAtomically, writeFileAtomically } from '../stream/files/atomic-file.ts';
import { createRunDirectory } from '../stream/files/run-directory.ts';

/** The file that marks a folder as a set of repeats. */
const SET_FILE = 'repeats.json';

const RepeatSetSchema = z.object({
  format: z.literal(1),
  /** Names of run directories within the folder, in order of the runs. */
  runs: z.array(z.string()),
});

/** Repeats of one configuration: a folder of run directories, and a file that lists the completed ones. */
export class RepeatSet {
  readonly folder: string;
  readonly #runs: string[] = [];

  private constructor(folder: string) {
    this.folder = folder;
  }

  /**
   * Makes the folder of a set and proves that it is writable.
   * @param label name of the folder in addition to the time
   * @throws {ConfigError} when the output directory cannot be used
   */
  static async create(outputDir: string, label: string): Promise<RepeatSet> {
    const set = new RepeatSet(await createRunDirectory(outputDir, label, new Date()));
    await set.#write();
    return set;
  }

  get runDirs(): readonly string[] {
    return this.#runs.map((name) => join(this.folder, name));
  }

  /** Lists a completed run, and points `latest` of the output directory to it. */
  async add(runDir: string): Promise<void> {
    const name = basename(runDir);
    this.#runs.push(name);
    await this.#write();
    await linkAtomically(join(basename(this.folder), name), join(dirname(this.folder), 'latest'));
  }

  async #write(): Promise<void> {
    const content = { format: 1, runs: this.#runs };
    await writeFileAtomically(
      join(this.folder, SET_FILE),
      `${JSON.stringify(content, undefined, 2)}\n`,
    );
  }
}

/**
 * The run directories of a place: those of a set of repeats, or the place itself.
 * @throws {ConfigError} when the list of a set is unreadable or empty
 */
export async function openRepeats(place: string): Promise<string[]> {
  const path = join(place, SET_FILE);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    // A run directory has no such list; anything else is reported when it is read.
    const code = systemErrorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return [place];
    throw error;
  }
  const { runs } = parseSet(text, path);
  if (runs.length === 0) {
    throw new ConfigError(`the set of repeats "${place}" has no completed run.`, {
      help: 'repeat the runs: loadcell run --repeat 5',
    });
  }
  return runs.map((name) => resolve(place, basename(name)));
}

function parseSet(text: string, path: string): z.output<typeof RepeatSetSchema> {
  try {
    return RepeatSetSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new ConfigError(`"${path}" was not written by Loadcell, or was changed or truncated.`, {
      help: 'copy the directory again, or repeat the runs',
      cause: error,
    });
  }
}
