import { ConfigError } from '../spec/error/errors.ts';

/** Errors of one file that are told; more of them say nothing new. */
const MOST_TOLD = 5;

/** A line that holds something. */
export interface DataLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/** Lines that are not blank, with their numbers. */
export function dataLinesOf(text: string): DataLine[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((line, index) => ({ number: index + 1, text: line.trim() }))
    .filter((line) => line.text !== '');
}

/** What one line holds, or why it holds nothing of use. */
export type LineReading<Value> = { readonly value: Value } | { readonly fault: string };

/**
 * Reads every line.
 * @param what the file should hold, for the message
 * @throws {ConfigError} that names the lines that are wrong, and why
 */
export function readLines<Value>(
  lines: readonly DataLine[],
  path: string,
  what: string,
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
    const more = faults.length > MOST_TOLD ? `\n  and ${faults.length - MOST_TOLD} more` : '';
    throw new ConfigError(
      `${path} does not hold ${what}:\n${faults.slice(0, MOST_TOLD).join('\n')}${more}`,
    );
  }
  if (values.length > 0) return values;
  throw new ConfigError(`${path} is empty: expected ${what}.`);
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
