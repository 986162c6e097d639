import { COMMON_SHAPE, type LengthField, type RequestShape } from '../../codec/request-shape.ts';

/** A refusal of a request, as far as it says how the server wants it written. */
export interface Refusal {
  readonly status: number;
  /** The whole of what the server said. */
  readonly said: string;
}

/** Statuses with which servers refuse a field. */
const REFUSING_STATUSES: ReadonlySet<number> = new Set([400, 422]);

/** Words of a server that does not take a field, or wants another one. */
const NOT_TAKEN =
  /\b(?:use|instead|unsupported|not (?:yet )?supported|unknown|unrecognized|unexpected|extra|forbidden|not permitted|not allowed|deprecated|renamed|replaced|invalid (?:field|parameter|argument))\b/i;

/** Words about the value of a field: the field itself is taken. */
const ABOUT_VALUE =
  /too (?:large|long|small)|context length|at (?:most|least)|exceed|greater than|less than/i;

/** What is tried where a server refuses the field that demands a length. */
const NEXT_LENGTH_FIELD = {
  min_tokens: 'ignore_eos',
  ignore_eos: 'none',
} as const satisfies Record<Exclude<LengthField, 'none'>, LengthField>;

/**
 * How to write a request that was refused so that the server may take it; undefined where the refusal does not name a field
 * that can be written otherwise.
 */
export function adaptShape(
  shape: RequestShape,
  { status, said }: Refusal,
): RequestShape | undefined {
  if (!REFUSING_STATUSES.has(status)) return undefined;
  if (shape.asksUsage && /stream_options|include_usage/.test(said)) {
    return { ...shape, asksUsage: false };
  }
  if (!NOT_TAKEN.test(said) || ABOUT_VALUE.test(said)) return undefined;
  const { lengthField, maxTokensField: field } = shape;
  if (lengthField !== 'none' && said.includes(lengthField)) {
    return { ...shape, lengthField: NEXT_LENGTH_FIELD[lengthField] };
  }
  if (!said.includes('max_tokens') && !said.includes('max_completion_tokens')) return undefined;
  const wanted = field === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens';
  return { ...shape, maxTokensField: wanted };
}

/** Whether requests are written alike. */
export function isSameShape(one: RequestShape, other: RequestShape): boolean {
  return (
    one.maxTokensField === other.maxTokensField &&
    one.asksUsage === other.asksUsage &&
    one.lengthField === other.lengthField
  );
}

/** How requests of a run are written: as configured, until a server says how it wants them. Shared by all its phases. */
export class RequestShapes {
  #shape: RequestShape;
  /** As the kind of the server has it. */
  #lengthField: LengthField;

  constructor(configured: RequestShape = COMMON_SHAPE) {
    this.#shape = configured;
    this.#lengthField = configured.lengthField;
  }

  get current(): RequestShape {
    return this.#shape;
  }

  /** The kind of the server is known, and so the field. What one of the same kind refused before stays out. */
  meet(lengthField: LengthField): void {
    if (lengthField === this.#lengthField) return;
    this.#lengthField = lengthField;
    this.#shape = { ...this.#shape, lengthField };
  }

  /** The server took a request that was written so. */
  learn(shape: RequestShape): void {
    this.#shape = shape;
  }

  /** What a report says of it; nothing where it is as most servers take it. */
  get details(): Readonly<Record<string, string | boolean>> {
    const { maxTokensField, asksUsage, lengthField } = this.#shape;
    return {
      ...(maxTokensField === COMMON_SHAPE.maxTokensField ? {} : { maxTokensField }),
      ...(asksUsage === COMMON_SHAPE.asksUsage ? {} : { streamUsage: asksUsage }),
      ...(lengthField === this.#lengthField ? {} : { lengthField }),
    };
  }
}
