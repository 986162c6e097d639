import { topLevelText } from '../source/top-level-text.ts';

/** A point in time: whole units of the format, and nanoseconds. Two parts keep dates exact, which are above 2^53 ns. */
export interface TraceTime {
  readonly units: number;
  readonly ns: number;
}

/** The fields of a row. The first one that cannot be used is the fault of the row. */
export class RowFields {
  fault: string | undefined;
  readonly fields: Readonly<Record<string, unknown>>;
  /** The row as it stands in the file. */
  readonly source: string;

  constructor(fields: Readonly<Record<string, unknown>>, source: string) {
    this.fields = fields;
    this.source = source;
  }

  has(name: string): boolean {
    const value = this.fields[name];
    return value !== undefined && value !== null && value !== '';
  }

  /** A number of tokens: an integer of at least `least`. */
  tokens(name: string, least: number): number {
    const value = numberOf(this.fields[name]);
    if (Number.isSafeInteger(value) && value >= least) return value;
    this.refuse(name, `an integer of at least ${least}`);
    return Number.NaN;
  }

  /** A duration or a time: a number of at least 0. */
  number(name: string): number {
    const value = numberOf(this.fields[name]);
    if (Number.isFinite(value) && value >= 0) return value;
    this.refuse(name, 'a number of at least 0');
    return Number.NaN;
  }

  /** A time as a number of units. */
  time(name: string, nsPerUnit: number): TraceTime {
    const value = this.number(name);
    const units = Math.floor(value);
    return { units, ns: Math.round((value - units) * nsPerUnit) };
  }

  /** A text, or an id that may be a number, as it is written: above 2^53 two numbers become one. Undefined where it is absent. */
  id(name: string): string | undefined {
    const value = this.fields[name];
    if (typeof value === 'number' && !Number.isSafeInteger(value)) {
      return topLevelText(this.source, name);
    }
    if (typeof value === 'number' || (typeof value === 'string' && value !== '')) {
      return String(value);
    }
    if (this.has(name)) this.refuse(name, 'a text or a number');
    return undefined;
  }

  /** Notes that a field is not what was expected. */
  refuse(name: string, expected: string): void {
    this.fault ??= `expected ${name} to be ${expected}, found ${shown(this.fields[name])}`;
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
