/** A point in time: whole units of the format, and nanoseconds. Two parts keep dates exact, which are above 2^53 ns. */
export interface TraceTime {
  readonly units: number;
  readonly ns: number;
}

/** Whether a record is an object whose fields can be read. */
export function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields of a row. The first one that cannot be used is the fault of the row. */
export class RowFields {
  fault: string | undefined;
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(fields: Readonly<Record<string, unknown>>) {
    this.fields = fields;
  }

  has(name: string): boolean {
    const value = this.fields[name];
    return value !== undefined && value !== null && value !== '';
  }

  /** A number of tokens: an integer of at least `least`. */
  tokens(name: string, least: number): number {
    const value = numberOf(this.fields[name]);
    if (Number.isSafeInteger(value) && value >= least) return value;
    return this.refuse(name, `an integer of at least ${least}`);
  }

  /** A time as a number of units. */
  time(name: string, nsPerUnit: number): TraceTime {
    const value = numberOf(this.fields[name]);
    if (!Number.isFinite(value) || value < 0) {
      this.refuse(name, 'a number of at least 0');
      return { units: Number.NaN, ns: Number.NaN };
    }
    const units = Math.floor(value);
    return { units, ns: Math.round((value - units) * nsPerUnit) };
  }

  /** Notes that a field is not what was expected; the value to use instead, which nothing may read. */
  refuse(name: string, expected: string): number {
    this.fault ??= `expected ${name} to be ${expected}, found ${shown(this.fields[name])}`;
    return Number.NaN;
  }
}

const NUMBER = /^\s*[+-]?\d+(?:\.\d*)?(?:e[+-]?\d+)?\s*$/i;

/** A number of JSON, or the text of one in CSV. */
function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && NUMBER.test(value) ? Number(value) : Number.NaN;
}

/** Characters of a value that an error quotes. */
const MAX_SHOWN = 40;

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}...` : text;
}
