import { COMMON_SHAPE, type LengthField, type RequestShape } from '../../codec/request-shape.ts';

/** A refusal that may show which form of requests the server accepts. */
export interface Refusal {
  readonly status: number;
  /** The whole text of the server. */
  readonly said: string;
}

/** Statuses of a server that rejects a field. */
const REFUSING_STATUSES: ReadonlySet<number> = new Set([400, 422]);

/** Words of a server that does not accept a field, or wants another one. */
const NOT_TAKEN =
  /\b(?:use|instead|unsupported|not (?:yet )?supported|unknown|unrecognized|unexpected|extra|forbidden|not permitted|not allowed|deprecated|renamed|replaced|invalid (?:field|parameter|argument))\b/i;

/** Words about the value of a field: the field itself is accepted. */
const ABOUT_VALUE =
  /too (?:large|long|small)|context length|at (?:most|least)|exceed|greater than|less than/i;

/** The next field to try where a server rejects the one that demands a length. */
const NEXT_LENGTH_FIELD = {
  min_tokens: 'ignore_eos',
  ignore_eos: 'none',
} as const satisfies Record<Exclude<LengthField, 'none'>, LengthField>;

/**
 * Returns another form for a refused request that the server may accept; undefined where the refusal names no field that has
 * an alternative.
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

/** Whether two forms of requests are the same. */
export function isSameShape(one: RequestShape, other: RequestShape): boolean {
  return (
    one.maxTokensField === other.maxTokensField &&
    one.asksUsage === other.asksUsage &&
    one.lengthField === other.lengthField
  );
}

/** The form of the requests of a run: as configured, until a server wants another. Shared by all phases. */
export class RequestShapes {
  #shape: RequestShape;
  /** The field that the kind of the server has. */
  #lengthField: LengthField;

  constructor(configured: RequestShape = COMMON_SHAPE) {
    this.#shape = configured;
    this.#lengthField = configured.lengthField;
  }

  get current(): RequestShape {
    return this.#shape;
  }

  /** Sets the field of a known kind of server. A field that the same kind has refused stays out. */
  meet(lengthField: LengthField): void {
    if (lengthField === this.#lengthField) return;
    this.#lengthField = lengthField;
    this.#shape = { ...this.#shape, lengthField };
  }

  /** Keeps a form that the server accepted. */
  learn(shape: RequestShape): void {
    this.#shape = shape;
  }

  /** Details for the report; none for the most common form. */
  get details(): Readonly<Record<string, string | boolean>> {
    const { maxTokensField, asksUsage, lengthField } = this.#shape;
    return {
      ...(maxTokensField === COMMON_SHAPE.maxTokensField ? {} : { maxTokensField }),
      ...(asksUsage === COMMON_SHAPE.asksUsage ? {} : { streamUsage: asksUsage }),
      ...(lengthField === this.#lengthField ? {} : { lengthField }),
    };
  }
}
