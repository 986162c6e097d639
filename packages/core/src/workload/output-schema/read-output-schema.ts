import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { OutputSchema } from '../../spec/content/chat-message.ts';
import type { JsonObject } from '../../spec/content/json-value.ts';
import { JsonObjectSchema } from './json-object-schema.ts';
import { ConfigError } from '../../spec/error/errors.ts';
import { fileReason } from '../../spec/error/system-error.ts';
import { parseIfJson } from '../../spec/parse-json.ts';
import { compileSchema } from './compile-schema.ts';

/** Characters that servers accept in the name of a schema. */
const OTHER_CHARACTERS = /[^A-Za-z0-9_-]+/g;

/** Longest name that servers accept. */
const MOST_CHARACTERS = 64;

const DEFAULT_NAME = 'output';

/**
 * Reads the schema of responses and checks that it is one.
 * @param given path of a JSON file, or the schema
 * @throws {ConfigError} where the file cannot be read, or is no JSON schema
 */
export function readOutputSchema(given: string | JsonObject): OutputSchema {
  const schema = typeof given === 'string' ? readFile(given) : given;
  compileSchema(schema, typeof given === 'string' ? `"${given}"` : 'phases.load.outputSchema');
  const title = typeof schema['title'] === 'string' ? schema['title'] : '';
  const file = typeof given === 'string' ? path.basename(given).split('.')[0] : '';
  const name = (title || file || DEFAULT_NAME).replaceAll(OTHER_CHARACTERS, '_');
  return { name: name.slice(0, MOST_CHARACTERS), schema };
}

function readFile(file: string): JsonObject {
  const parsed = JsonObjectSchema.safeParse(parseIfJson(readText(file)));
  if (parsed.success) return parsed.data;
  throw new ConfigError(`invalid --output-schema "${file}": expected a JSON object`, {
    help: 'write a JSON schema, such as {"type": "object", "properties": {"city": {"type": "string"}}}',
  });
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/u, '');
  } catch (error) {
    throw new ConfigError(`cannot read "${file}": ${fileReason(error)}`, {
      cause: error,
      help: 'check the path in --output-schema (phases.load.outputSchema)',
    });
  }
}
