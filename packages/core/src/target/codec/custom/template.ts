import type { JsonObject, JsonValue } from '../../../spec/content/json-value.ts';

/** A protocol as `target.template` describes it. */
export interface Template {
  /** Begins with a slash; may have placeholders. */
  readonly path: string;
  /** With placeholders such as `{{prompt}}`. */
  readonly body: JsonObject;
  /** Path of the generated text in each event, or in the whole body. */
  readonly text: string;
  readonly reasoning?: string;
  readonly finishReason?: string;
  /** Path of a value that is true in the last event. */
  readonly end?: string;
  readonly error?: string;
  readonly usage?: {
    readonly inputTokens?: string;
    readonly outputTokens?: string;
    readonly cachedTokens?: string;
  };
}

/** What placeholders stand for; undefined where a request has no such value. */
export type PlaceholderValues = Readonly<Record<Placeholder, JsonValue | undefined>>;

/** The placeholders of a template. */
export const PLACEHOLDERS = [
  'prompt',
  'messages',
  'model',
  'maxTokens',
  'stream',
  'seed',
  'outputSchema',
] as const;

/** One of {@link PLACEHOLDERS}. */
export type Placeholder = (typeof PLACEHOLDERS)[number];

const ONLY = /^\{\{\s*(\w+)\s*\}\}$/;
const ANY = /\{\{\s*(\w+)\s*\}\}/g;

/** The names between double braces that are no placeholders, anywhere in a value. */
export function unknownPlaceholders(value: JsonValue): string[] {
  if (typeof value === 'string') {
    return Array.from(value.matchAll(ANY), ([, name = '']) => name).filter(
      (name) => !isKnown(name),
    );
  }
  if (typeof value !== 'object' || value === null) return [];
  const values: readonly JsonValue[] = Array.isArray(value) ? value : Object.values(value);
  return values.flatMap(unknownPlaceholders);
}

/**
 * Fills in a template. A text that is nothing but a placeholder becomes its value, whatever its type; within other text it
 * becomes text. A field whose placeholder has no value is left out.
 */
export function fillTemplate(value: JsonValue, values: PlaceholderValues): JsonValue | undefined {
  if (typeof value === 'string') {
    const only = ONLY.exec(value)?.[1];
    if (only !== undefined && isKnown(only)) return values[only];
    return fillText(value, values);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return value.flatMap((one: JsonValue) => {
      const filled = fillTemplate(one, values);
      return filled === undefined ? [] : [filled];
    });
  }
  const fields = Object.entries(value).flatMap(([name, one]) => {
    const filled = fillTemplate(one, values);
    return filled === undefined ? [] : [[name, filled] as const];
  });
  return Object.fromEntries(fields);
}

/** A text with its placeholders as text. */
export function fillText(text: string, values: PlaceholderValues): string {
  return text.replaceAll(ANY, (whole, name: string) => {
    if (!isKnown(name)) return whole;
    const value = values[name] ?? '';
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}

function isKnown(name: string): name is Placeholder {
  return PLACEHOLDERS.some((known) => known === name);
}
