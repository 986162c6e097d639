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

/** The JSON form of an error, by what it was. */
export type ErrorJson = TestErrorJson | ResourceErrorJson | PlainErrorJson;

/** Strict, so that a test or resource error with a wrong field is refused and not read as less than it was. */
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

/** Turns an error into what results.json keeps of it; causes and stacks stay out of files. */
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

/** Whether there is a number that JSON can hold: an error must stay readable whatever was measured. */
function isStated(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value);
}

/** Makes the error again that {@link encodeError} wrote; classes that are not the contract's live on by name and code. */
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

/** An error in memory, its stated fields in JSON. */
export const ErrorSchema: z.ZodType<Error, ErrorJson> = z.codec(
  ErrorJsonSchema,
  z.instanceof(Error),
  { decode: decodeError, encode: encodeError },
);
