import { ConfigError } from '../../../spec/error/errors.ts';
import { textOfContent } from '../../../spec/content/chat-message.ts';
import { recordOf, textOf } from '../fields/json-fields.ts';
import { countOf } from '../fields/token-usage.ts';
import { messageOfError } from '../fields/event-error.ts';
import type { Codec, Query } from '../codec.ts';
import { jsonRequest, type HttpOrigin } from '../http-request.ts';
import { plainPrompt } from '../api/prompt-codec.ts';
import type { CodecReading } from './codec-module.ts';
import { customDecoder } from './custom-decoder.ts';
import { parseJsonPath, valueAt, type JsonPath } from './json-path.ts';
import {
  fillTemplate,
  fillText,
  PLACEHOLDERS,
  unknownPlaceholders,
  type PlaceholderValues,
  type Template,
} from './template.ts';

/**
 * The codec of a template.
 * @throws {ConfigError} for an unknown placeholder, or an invalid path into the response
 */
export function templateCodec(template: Template): Codec {
  const { path, body } = template;
  refuseUnknown([...unknownPlaceholders(path), ...unknownPlaceholders(body)]);
  const read = readerOf(template);
  return Object.freeze({
    name: 'template',
    encode: (origin: HttpOrigin, query: Query) => {
      const values = valuesOf(query);
      const filled = fillTemplate(body, values);
      const accept = query.isStreamed
        ? 'text/event-stream, application/x-ndjson'
        : 'application/json';
      const whole = { ...recordOf(filled), ...query.extraBody };
      return jsonRequest(origin, fillText(path, inPath(values)), whole, accept);
    },
    createDecoder: (contentType: string, isStreamed: boolean) =>
      customDecoder(contentType, isStreamed, read),
  });
}

function refuseUnknown([first]: readonly string[]): void {
  if (first === undefined) return;
  throw new ConfigError(`unknown placeholder "{{${first}}}" in target.template`, {
    help: `use ${PLACEHOLDERS.map((name) => `{{${name}}}`).join(', ')}`,
  });
}

function valuesOf(query: Query): PlaceholderValues {
  const { messages, model, maxTokens, isStreamed, seed, outputSchema } = query;
  return {
    prompt: plainPrompt(messages),
    messages: messages.map(({ role, content }) => ({ role, content: textOfContent(content) })),
    model,
    maxTokens,
    stream: isStreamed,
    seed,
    outputSchema: outputSchema?.schema,
  };
}

function inPath(values: PlaceholderValues): PlaceholderValues {
  const escaped = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'string' ? encodeURIComponent(value) : value,
  ]);
  return { ...values, ...Object.fromEntries(escaped) };
}

function readerOf(template: Template): (event: unknown) => CodecReading {
  const pathOf = (key: Exclude<keyof Template, 'body' | 'usage'>): JsonPath | undefined => {
    const text = template[key];
    return text === undefined ? undefined : parseJsonPath(text, `target.template.${key}`);
  };
  const text = pathOf('text');
  const reasoning = pathOf('reasoning');
  const finishReason = pathOf('finishReason');
  const end = pathOf('end');
  const error = pathOf('error') ?? ['error'];
  const usage = Object.entries(template.usage ?? {}).map(
    ([name, path]) => [name, parseJsonPath(path, `target.template.usage.${name}`)] as const,
  );
  return (event) => {
    const said = messageOfError(valueAt(event, error));
    const counts = usage.flatMap(([name, path]) => {
      const count = countOf(valueAt(event, path));
      return Number.isNaN(count) ? [] : [[name, count] as const];
    });
    return {
      text: textAt(event, text),
      reasoning: textAt(event, reasoning),
      finishReason: textAt(event, finishReason),
      ...(end === undefined ? {} : { isEnd: valueAt(event, end) === true }),
      ...(counts.length === 0 ? {} : { usage: Object.fromEntries(counts) }),
      ...(said === undefined ? {} : { error: said }),
    };
  };
}

function textAt(event: unknown, path: JsonPath | undefined): string {
  return path === undefined ? '' : textOf(valueAt(event, path));
}
