import { UsageError } from '../usage-error.ts';
import type { Terminal, TextStream } from './terminal.ts';

/** Values of `--color`. */
export const COLOR_CHOICES = ['auto', 'always', 'never'] as const;

/** One of {@link COLOR_CHOICES}. */
export type ColorChoice = (typeof COLOR_CHOICES)[number];

const FLAG = '--color';

/** A command line and the colors that it requests. */
export interface ColoredArgs {
  readonly color: ColorChoice;
  /** The arguments without the flag. */
  readonly rest: readonly string[];
}

function parseChoice(text: string | undefined): ColorChoice {
  const choice = COLOR_CHOICES.find((one) => one === text);
  if (choice !== undefined) return choice;
  const found = text === undefined ? `${FLAG} needs a value` : `unknown ${FLAG} "${text}"`;
  throw new UsageError(found, { help: `pass ${FLAG} with one of ${COLOR_CHOICES.join(', ')}` });
}

/**
 * Takes `--color` out of a command line: it is valid before and after the command.
 * @param args without the command after `--`
 * @throws {UsageError} for an unknown value, and for the flag given twice
 */
export function takeColor(args: readonly string[]): ColoredArgs {
  const end = args.indexOf('--');
  const own = end === -1 ? args : args.slice(0, end);
  const at = own.findIndex((arg) => arg === FLAG || arg.startsWith(`${FLAG}=`));
  if (at === -1) return { color: 'auto', rest: args };
  const [flag = '', next] = own.slice(at, at + 2);
  const isJoined = flag !== FLAG;
  const color = parseChoice(isJoined ? flag.slice(FLAG.length + 1) : next);
  const rest = [...args.slice(0, at), ...args.slice(at + (isJoined ? 1 : 2))];
  const repeated = rest.slice(0, rest.indexOf('--') === -1 ? undefined : rest.indexOf('--'));
  if (repeated.some((arg) => arg === FLAG || arg.startsWith(`${FLAG}=`))) {
    throw new UsageError(`${FLAG} takes one value, but is given twice`, {
      help: `pass ${FLAG} once`,
    });
  }
  return { color, rest };
}

/** A stream with colors by choice. */
class ColoredStream implements TextStream {
  readonly #stream: TextStream;
  readonly hasColors: boolean;

  constructor(stream: TextStream, hasColors: boolean) {
    this.#stream = stream;
    this.hasColors = hasColors;
  }

  write(text: string): void {
    this.#stream.write(text);
  }

  get isTerminal(): boolean {
    return this.#stream.isTerminal;
  }

  get isInteractive(): boolean {
    return this.#stream.isInteractive;
  }

  get columns(): number | undefined {
    return this.#stream.columns;
  }

  get rows(): number | undefined {
    return this.#stream.rows;
  }
}

/** The terminal with colors by choice; `auto` leaves it unchanged. */
export function withColors(terminal: Terminal, color: ColorChoice): Terminal {
  if (color === 'auto') return terminal;
  const hasColors = color === 'always';
  return {
    stdout: new ColoredStream(terminal.stdout, hasColors),
    stderr: new ColoredStream(terminal.stderr, hasColors),
    workingDirectory: terminal.workingDirectory,
    environment: terminal.environment,
  };
}
