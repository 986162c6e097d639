import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as core from '@loadcell/core';
import { createJiti } from 'jiti';
import { parse as parseYaml, YAMLParseError } from 'yaml';

const { ConfigError } = core;

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    // Whatever keeps the file from being read, the configuration is what is wrong.
    throw new ConfigError(
      `The configuration ${file} cannot be read: ${reasonOf(error)}. Expected a file; \`loadcell init\` writes one.`,
      { cause: error },
    );
  }
}

async function loadJson(file: string): Promise<unknown> {
  const text = await readText(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ConfigError(`${file} is not JSON: ${error.message}`, { cause: error });
  }
}

async function loadYaml(file: string): Promise<unknown> {
  const text = await readText(file);
  try {
    return parseYaml(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw new ConfigError(`${file} is not YAML: ${error.message}`, { cause: error });
  }
}

/**
 * Loads a module, TypeScript or not. `@loadcell/core` is this copy of it, so that `defineConfig` is there
 * even in a folder where nothing is installed. Nothing is cached: a configuration is read once.
 */
async function loadModule(file: string): Promise<unknown> {
  await readText(file);
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
    // The module is the user's: whatever it throws is a fault of the configuration.
    throw new ConfigError(`${file} cannot be loaded: ${reasonOf(error)}`, { cause: error });
  }
  if (typeof loaded === 'object' && loaded !== null && 'default' in loaded) return loaded.default;
  throw new ConfigError(
    `${file} exports no configuration: expected \`export default defineConfig({ … })\`.`,
  );
}

/**
 * Reads a configuration file by what its name ends in; what it holds is not checked here.
 * @param file absolute path
 * @throws {ConfigError} when it cannot be read, or is not what its name says
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
      throw new ConfigError(
        `${file} is no configuration: expected a name that ends in .ts, .mts, .js, .mjs, .json, .yaml or .yml.`,
      );
  }
}
