import { createHash, randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileReason, isSystemError, systemErrorCode } from '../../spec/error/system-error.ts';
import { makeFolder } from '../../stream/files/make-folder.ts';
import { TargetError } from '../errors.ts';
import { findModelCacheFolder } from './cache-folder.ts';
import { makeTinyModel } from './make-tiny-model.ts';
import { LARGE_RECIPE, RECIPE_VERSION, SMALL_RECIPE, type TinyModelRecipe } from './recipe.ts';

/** A tiny model on disk. */
export interface TinyModelFile {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
}

/**
 * Makes the two tiny models of the embedded default unless they already exist; the smaller comes first. A file is valid
 * by its hash alone and appears under its name only when complete, so concurrent or killed runs do no harm.
 * @param folder created when missing
 * @throws {TargetError} when the folder is not writable
 */
export async function ensureTinyModels(
  folder: string = findModelCacheFolder(process.env),
): Promise<readonly [TinyModelFile, TinyModelFile]> {
  try {
    await makeFolder(folder);
    return [
      await ensureTinyModel(folder, SMALL_RECIPE),
      await ensureTinyModel(folder, LARGE_RECIPE),
    ];
  } catch (cause) {
    if (cause instanceof TargetError || !isSystemError(cause)) throw cause;
    throw new TargetError(`cannot create the tiny models in ${folder}: ${fileReason(cause)}`, {
      code: 'MODEL_CACHE',
      help: 'set XDG_CACHE_HOME to a writable folder with 64 MB free, or pass --model',
      cause,
    });
  }
}

async function ensureTinyModel(folder: string, recipe: TinyModelRecipe): Promise<TinyModelFile> {
  const path = join(folder, `${recipe.name}-v${RECIPE_VERSION}.gguf`);
  const kept = await readIfThere(path);
  if (kept !== undefined && hash(kept) === recipe.sha256) {
    return { name: recipe.name, path, bytes: kept.length };
  }
  const made = makeTinyModel(recipe);
  if (hash(made) !== recipe.sha256) {
    throw new TargetError(
      `this machine computes the tiny model "${recipe.name}" with SHA-256 ${hash(made)} instead of ${recipe.sha256}`,
      { code: 'MODEL_RECIPE', help: 'report this as a bug in Loadcell, or pass --model' },
    );
  }
  await writeWhole(path, made);
  return { name: recipe.name, path, bytes: made.length };
}

/** The file appears under its name only when it is complete. */
async function writeWhole(path: string, content: Uint8Array): Promise<void> {
  const unfinished = `${path}.${randomUUID()}.unfinished`;
  try {
    await writeFile(unfinished, content);
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function hash(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
