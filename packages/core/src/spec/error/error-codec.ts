import * as z from 'zod';
import {
  LoadcellError,
  ResourceError,
  ResourceErrorSchema,
  TestError,
  TestErrorSchema,
  withoutHelp,
  type ResourceErrorJson,
  type TestErrorJson,
} from './errors.ts';

/** The JSON form of any other error. */
export interface PlainErrorJson {
  name: string;
  message: string;
  help?: string;
  code?: string;
}

/** The JSON form of an error, by its class. */
export type ErrorJson = TestErrorJson | ResourceErrorJson | PlainErrorJson;

/** Strict, so that a test or resource error with a wrong field is rejected instead of read in part. */
const PlainErrorSchema: z.ZodType<PlainErrorJson, PlainErrorJson> = z.strictObject({
  name: z.string(),
  message: z.string(),
  help: z.string().exactOptional(),
  code: z.string().exactOptional(),
});

const ErrorJsonSchema: z.ZodType<ErrorJson, ErrorJson> = z.union([
  TestErrorSchema,
  ResourceErrorSchema,
  PlainErrorSchema,
]);

/** Encodes an error for results.json, without causes and stacks. */
export function encodeError(error: Error): ErrorJson {
  const code = error instanceof LoadcellError ? { code: error.code } : {};
  const base = { name: error.name, message: error.message, ...helpOf(error), ...code };
  if (error instanceof TestError) {
    return {
      ...base,
      phase: error.phase,
      ...(error.metric === undefined ? {} : { metric: error.metric }),
      ...(isStated(error.threshold) ? { threshold: error.threshold } : {}),
      ...(isStated(error.actual) ? { actual: error.actual } : {}),
    };
  }
  if (error instanceof ResourceError) {
    return { ...base, resource: error.resource, limit: error.limit, actual: error.actual };
  }
  return base;
}

function helpOf(error: object): { help?: string } {
  return 'help' in error && typeof error.help === 'string' ? { help: error.help } : {};
}

/** Whether JSON can represent a number: an error must stay readable with any measurement. */
function isStated(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value);
}

/** Decodes an error written by {@link encodeError}; classes outside the contract survive by name and code. */
export function decodeError(json: ErrorJson): Error {
  const error = errorOf(json);
  if (error.name !== json.name) error.name = json.name;
  return error;
}

function errorOf(json: ErrorJson): Error {
  const help = helpOf(json);
  const message = help.help === undefined ? json.message : withoutHelp(json.message, help.help);
  if ('phase' in json) {
    const code = json.code === undefined ? {} : { code: json.code };
    return new TestError(message, json, { ...help, ...code });
  }
  if ('resource' in json) return new ResourceError(message, json, help);
  return json.code === undefined
    ? new Error(json.message)
    : new LoadcellError(json.code, message, help);
}

/** An error in memory, its fields in JSON. */
export const ErrorSchema: z.ZodType<Error, ErrorJson> = z.codec(
  ErrorJsonSchema,
  z.instanceof(Error),
  { decode: decodeError, encode: encodeError },
);
