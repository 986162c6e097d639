import path from 'node:path';
import * as core from '@loadcell/core';
import { invalid } from '../flags/refusals.ts';

const { ConfigError, readTextFile } = core;

/** A reason on one line: parsers quote the text around a mistake, with its line breaks. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replaceAll(/\s+/g, ' ').trim();
}

function readText(file: string): Promise<string> {
  return readTextFile(file, {
    what: 'the configuration',
    help: 'check the path, or write a new file with loadcell init',
  });
}

async function loadJson(file: string): Promise<unknown> {
  const text = await readText(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ConfigError(`invalid JSON in ${file}: ${reasonOf(error)}`, {
      cause: error,
      help: 'fix the syntax of the file',
    });
  }
}

/** YAML and jiti are loaded only for a file that needs them: every command loads this module. */
async function loadYaml(file: string): Promise<unknown> {
  const text = await readText(file);
  const { parse, YAMLParseError } = await import('yaml');
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    // The first line names the place; an excerpt follows.
    const [what = ''] = error.message.split('\n');
    throw new ConfigError(`invalid YAML in ${file}: ${what.replace(/:$/u, '')}`, {
      cause: error,
      help: 'fix the syntax of the file',
    });
  }
}

/**
 * Loads a TypeScript or JavaScript module. Its `@loadcell/core` is this copy, so that `defineConfig` works where nothing is
 * installed. Nothing is cached, since a configuration is read once.
 */
async function loadModule(file: string): Promise<unknown> {
  await readText(file);
  const { createJiti } = await import('jiti');
  const jiti = createJiti(import.meta.url, {
    fsCache: false,
    moduleCache: false,
    interopDefault: false,
    virtualModules: { '@loadcell/core': core },
  });
  let loaded: unknown;
  try {
    loaded = await jiti.import(file);
  } catch (error) {
    // The module is the user's, so anything that it throws is an error of the configuration.
    throw new ConfigError(`cannot load ${file}: ${reasonOf(error)}`, {
      cause: error,
      help: 'fix the error in the file',
    });
  }
  if (typeof loaded === 'object' && loaded !== null && 'default' in loaded) return loaded.default;
  throw new ConfigError(`${file} has no default export`, {
    help: 'add export default defineConfig({ … })',
  });
}

/** The error for a file with an extension that no configuration has. */
export function unknownFormat(file: string): core.ConfigError {
  return new ConfigError(
    invalid(
      'configuration file',
      file,
      'a file ending in .ts, .mts, .js, .mjs, .json, .yaml or .yml',
    ),
    { help: 'pass a file with one of these endings, such as loadcell.config.ts' },
  );
}

/**
 * Reads a configuration file by its extension; the content is not checked here.
 * @param file absolute path
 * @throws {ConfigError} when it cannot be read or parsed
 */
export async function loadConfigFile(file: string): Promise<unknown> {
  switch (path.extname(file)) {
    case '.json':
      return loadJson(file);
    case '.yaml':
    case '.yml':
      return loadYaml(file);
    case '.ts':
    case '.mts':
    case '.js':
    case '.mjs':
      return loadModule(file);
    default:
      throw unknownFormat(file);
  }
}
