import { statSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from '../../spec/error/errors.ts';
import { digestOf, type FileDigest } from '../file-digest.ts';
import { readTextFile } from '../../spec/text-file.ts';

/** A tokenizer from a file, which counts as the library of its model does. */
export interface LocalTokenizer {
  /** The file that it was read from. */
  readonly path: string;
  /** Of its definition, with its settings behind it. */
  readonly digest: FileDigest;
  /** Ids of the tokens of a text, without those that a model adds to prompts. */
  readonly tokenize: (text: string) => readonly number[];
}

/** Name of the file of settings beside a tokenizer. */
export const TOKENIZER_SETTINGS = 'tokenizer_config.json';

const HELP = 'pass the tokenizer.json of the served model, or the folder that contains it';

/**
 * Reads a `tokenizer.json`.
 * @param place the file, or a folder that contains it
 * @throws {ConfigError} when there is none, or it cannot be used
 */
export async function readLocalTokenizer(place: string): Promise<LocalTokenizer> {
  const file = isFolder(place) ? path.join(place, 'tokenizer.json') : place;
  const definitionText = await readTextFile(file, { help: HELP });
  const definition = parse(definitionText, file);
  const beside = path.join(path.dirname(file), TOKENIZER_SETTINGS);
  const settingsText = isMissing(beside) ? undefined : await readTextFile(beside, { help: HELP });
  const settings = settingsText === undefined ? {} : parseSettings(settingsText, beside);
  // Imported here, since most runs have no tokenizer of their own.
  const { Tokenizer } = await import('@huggingface/tokenizers');
  try {
    const tokenizer = new Tokenizer(definition, settings);
    const tokenize = (text: string): readonly number[] =>
      tokenizer.encode(text, { add_special_tokens: false }).ids;
    // A definition may be read and fail only when it is used.
    if (tokenize('north').length > 0) {
      const digest = digestOf([Buffer.from(definitionText), Buffer.from(settingsText ?? '')]);
      return { path: file, digest, tokenize };
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`invalid tokenizer "${file}": ${reason}`, { help: HELP, cause: error });
  }
  throw new ConfigError(`invalid tokenizer "${file}": it has no token for a word`, { help: HELP });
}

function isFolder(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isMissing(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) === undefined;
}

function parse(text: string, file: string): object {
  try {
    const definition: unknown = JSON.parse(text);
    if (typeof definition === 'object' && definition !== null && 'model' in definition) {
      return definition;
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ConfigError(`invalid tokenizer "${file}": not JSON: ${error.message}`, {
      help: HELP,
      cause: error,
    });
  }
  throw new ConfigError(`invalid tokenizer "${file}": expected a JSON object with "model"`, {
    help: HELP,
  });
}

/** The settings beside a tokenizer, which change how some models read text. */
function parseSettings(text: string, file: string): object {
  try {
    const settings: unknown = JSON.parse(text);
    return typeof settings === 'object' && settings !== null ? settings : {};
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ConfigError(`invalid file "${file}": not JSON: ${error.message}`, {
      help: HELP,
      cause: error,
    });
  }
}
