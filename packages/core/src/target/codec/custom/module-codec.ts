import { Buffer } from 'node:buffer';
import type { Codec, Query } from '../codec.ts';
import { bodyRequest, type HttpOrigin, type HttpRequest } from '../http-request.ts';
import { CodecError, thrownBy } from './codec-error.ts';
import {
  CodecReadingSchema,
  CodecRequestSchema,
  type CodecModule,
  type CodecReading,
  type CodecRequest,
} from './codec-module.ts';
import { customDecoder } from './custom-decoder.ts';
import { firstIssueOf } from './first-issue.ts';

/** The codec of a module of the user. @param file names it where the module does not */
export function moduleCodec(module: CodecModule, file: string): Codec {
  const name = module.name ?? file;
  return Object.freeze({
    name,
    encode: (origin: HttpOrigin, { shape: _shape, ...query }: Query) =>
      toHttp(origin, written(module, name, query), query.isStreamed),
    createDecoder: (contentType: string, isStreamed: boolean) =>
      customDecoder(contentType, isStreamed, (event) => readBy(module, name, event)),
  });
}

/** @throws {CodecError} where the module throws, or returns no request */
function written(module: CodecModule, name: string, query: Omit<Query, 'shape'>): CodecRequest {
  const made = attempt(name, 'encode', () => module.encode(query));
  const parsed = CodecRequestSchema.safeParse(made);
  if (parsed.success) return parsed.data;
  throw new CodecError(
    `encode() of the codec ${name} returned no { path, headers, body }: ${firstIssueOf(parsed.error)}`,
  );
}

function readBy(module: CodecModule, name: string, event: unknown): CodecReading | undefined {
  const said = attempt(name, 'read', () => module.read(event));
  const parsed = CodecReadingSchema.safeParse(said);
  if (parsed.success) return parsed.data ?? undefined;
  throw new CodecError(
    `read() of the codec ${name} returned no reading: ${firstIssueOf(parsed.error)}`,
  );
}

function attempt<Value>(name: string, call: string, act: () => Value): Value {
  try {
    return act();
  } catch (error) {
    throw new CodecError(thrownBy(name, call, error), { cause: error });
  }
}

function toHttp(
  origin: HttpOrigin,
  { path, headers = {}, body }: CodecRequest,
  isStreamed: boolean,
): HttpRequest {
  const own = Object.entries(headers);
  const type = own.find(([name]) => name.toLowerCase() === 'content-type');
  return bodyRequest(
    {
      ...origin,
      headers: { ...Object.fromEntries(own.filter((one) => one !== type)), ...origin.headers },
    },
    path,
    {
      bytes: bytesOf(body),
      contentType: type?.[1] ?? 'application/json',
      accept: isStreamed ? 'text/event-stream, application/x-ndjson, */*' : '*/*',
    },
  );
}

function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return Buffer.from(typeof body === 'string' ? body : (JSON.stringify(body) ?? ''), 'utf8');
}
