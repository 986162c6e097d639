import type { OutputSchema } from '../../spec/content/chat-message.ts';
import type { SchemaCheck } from '../../spec/content/schema-check.ts';
import { parseIfJson } from '../../spec/parse-json.ts';
import { compileSchema } from './compile-schema.ts';

/** A response, checked. */
export interface CheckedOutput {
  readonly check: Exclude<SchemaCheck, ''>;
  /** Why it does not match; absent where it does. */
  readonly reason?: string;
}

/** The text of a response, and whether the limit on its tokens ended it. */
export interface OutputText {
  readonly text: string;
  readonly isCut: boolean;
}

/** Checks texts against schemas. Each schema is compiled once. */
export class OutputCheck {
  readonly #compiled = new WeakMap<object, ReturnType<typeof compileSchema>>();

  /** A cut text is not held against the schema: no prefix of JSON matches. */
  check({ schema, name }: OutputSchema, { text, isCut }: OutputText): CheckedOutput {
    const value = parseIfJson(text);
    if (value === undefined) {
      return isCut
        ? { check: 'cut', reason: 'the limit on output tokens ended it' }
        : { check: 'mismatch', reason: 'not JSON' };
    }
    const validate = this.#validatorOf(schema, name);
    if (validate(value)) return { check: 'match' };
    const [first] = validate.errors ?? [];
    const place = first?.instancePath === '' ? '' : `${first?.instancePath}: `;
    return { check: 'mismatch', reason: `${place}${first?.message ?? 'does not match'}` };
  }

  #validatorOf(schema: OutputSchema['schema'], name: string): ReturnType<typeof compileSchema> {
    const known = this.#compiled.get(schema);
    if (known !== undefined) return known;
    const compiled = compileSchema(schema, `"${name}"`);
    this.#compiled.set(schema, compiled);
    return compiled;
  }
}
