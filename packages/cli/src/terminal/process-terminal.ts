import { isatty } from 'node:tty';
import { EXIT_CODES } from '../exit-codes.ts';
import { UsageError } from '../usage-error.ts';
import type { Terminal, TextStream } from './terminal.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether to use colors: NO_COLOR and FORCE_COLOR decide, otherwise whether the stream is a terminal. */
export function wantsColors(environment: Environment, isTerminal: boolean): boolean {
  if ((environment['NO_COLOR'] ?? '') !== '') return false;
  const forced = environment['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return isTerminal && environment['TERM'] !== 'dumb';
}

/** Whether lines may be rewritten in place: on a terminal, unless a CI job logs it. */
export function mayRewrite(environment: Environment, isTerminal: boolean): boolean {
  const isJob = (environment['CI'] ?? '') !== '' && environment['CI'] !== 'false';
  return isTerminal && !isJob && environment['TERM'] !== 'dumb';
}

/**
 * Errors of a reader that stopped reading (`loadcell report … | head`) or a terminal that was closed. They are ignored: the
 * command continues, and its exit code still reports the verdict.
 */
const GONE_READERS: ReadonlySet<string | undefined> = new Set(['EPIPE', 'EIO']);

/** Reports a failed write once, as on a full disk; the command then does not exit with 0. */
function noteUnwritten(descriptor: number, error: Error): void {
  const name = descriptor === 1 ? 'stdout' : 'stderr';
  if (descriptor === 1) process.stderr.write(`error: cannot write ${name}: ${error.message}\n`);
  process.once('exit', (code) => {
    if (code === EXIT_CODES.pass) process.exitCode = EXIT_CODES.unreliable;
  });
}

function wrap(
  stream: NodeJS.WriteStream,
  descriptor: number,
  environment: Environment,
): TextStream {
  const isTerminal = isatty(descriptor);
  let isClosed = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    const isFirst = !isClosed;
    isClosed = true;
    if (isFirst && !GONE_READERS.has(error.code)) noteUnwritten(descriptor, error);
  });
  return {
    write: (text) => {
      if (!isClosed) stream.write(text);
    },
    isTerminal,
    isInteractive: mayRewrite(environment, isTerminal),
    hasColors: wantsColors(environment, isTerminal),
    get columns() {
      // Some terminals, such as those of recorders, report 0.
      return isTerminal && stream.columns > 0 ? stream.columns : undefined;
    },
    get rows() {
      return isTerminal && stream.rows > 0 ? stream.rows : undefined;
    },
  };
}

function workingDirectory(): string {
  try {
    return process.cwd();
  } catch (cause) {
    throw new UsageError('the working directory was deleted', {
      cause,
      help: 'change to an existing one, such as cd /tmp',
    });
  }
}

/** The terminal of this process. @throws {UsageError} when its working directory is gone */
export function processTerminal(): Terminal {
  return {
    stdout: wrap(process.stdout, 1, process.env),
    stderr: wrap(process.stderr, 2, process.env),
    workingDirectory: workingDirectory(),
    environment: process.env,
  };
}
