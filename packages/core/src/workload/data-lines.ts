import { ConfigError } from '../spec/error/errors.ts';

/** Maximum number of reported errors of one file. */
const MOST_REPORTED = 5;

/** A line that is not blank. */
export interface DataLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/** Lines that are not blank, with their numbers. */
export function dataLinesOf(text: string): DataLine[] {
  return text
    .split(/\r\n|\n|\r/)
    .map((line, index) => ({ number: index + 1, text: line.trim() }))
    .filter((line) => line.text !== '');
}

/** The value of a line, or why it is invalid. */
export type LineReading<Value> = { readonly value: Value } | { readonly fault: string };

/** What a file should contain, for its errors. */
export interface DataFile {
  readonly what: string;
  readonly help: string;
}

/**
 * Reads every line.
 * @throws {ConfigError} with the invalid lines and the reasons
 */
export function readLines<Value>(
  lines: readonly DataLine[],
  path: string,
  { what, help }: DataFile,
  read: (line: DataLine) => LineReading<Value>,
): Value[] {
  const values: Value[] = [];
  const faults: string[] = [];
  for (const line of lines) {
    const reading = read(line);
    if ('fault' in reading) faults.push(`  line ${line.number}: ${reading.fault}`);
    else values.push(reading.value);
  }
  if (faults.length > 0) {
    const more =
      faults.length > MOST_REPORTED ? `\n  and ${faults.length - MOST_REPORTED} more` : '';
    throw new ConfigError(
      `invalid file "${path}": expected ${what}.\n${faults.slice(0, MOST_REPORTED).join('\n')}${more}`,
      { help },
    );
  }
  if (values.length > 0) return values;
  throw new ConfigError(`invalid file "${path}": expected ${what}, and it is empty`, { help });
}

/** A line as JSON. */
export function parseJsonLine(text: string): LineReading<unknown> {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { fault: `not JSON: ${error.message}` };
  }
}
