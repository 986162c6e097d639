import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { JsonObject } from '../../spec/content/json-value.ts';
import { ConfigError } from '../../spec/error/errors.ts';

/** Drafts before 2019-09, by their address. */
const OLD_DRAFT = /^https?:\/\/json-schema\.org\/draft-0[4-7]\//;

/** Unknown keywords and formats are annotations, as for the servers that enforce a schema. */
const OPTIONS = { strict: false, validateFormats: false } as const;

/**
 * Compiles a JSON schema.
 * @param where the schema is, for messages
 * @throws {ConfigError} where it is not a JSON schema
 */
export function compileSchema(schema: JsonObject, where: string): ValidateFunction {
  const { $schema: draft, ...rest } = schema;
  const isOld = typeof draft === 'string' && OLD_DRAFT.test(draft);
  const ajv = isOld ? new Ajv(OPTIONS) : new Ajv2020(OPTIONS);
  try {
    return ajv.compile(rest);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`invalid JSON schema ${where}: ${reason}`, {
      cause: error,
      help: 'correct the schema; drafts 6 to 2020-12 are supported',
    });
  }
}
