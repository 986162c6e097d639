import type { CommanderError } from 'commander';
import { UsageError } from '../usage-error.ts';

/** `unknown option '--phasse'`, and on the next line `(Did you mean --phase?)`. */
const UNKNOWN = /^unknown (option|command) '(.*?)'(?:\n\(Did you mean (?:one of )?(.+)\?\))?$/su;

/** `option '--unit <unit>' argument missing`. */
const WITHOUT_VALUE = /^option '.*?(--[a-z0-9-]+ .+)' argument missing$/u;

/** `missing required argument 'run-dir'`. */
const WITHOUT_OPERAND = /^missing required argument '(.+)'$/u;

/** `too many arguments for 'run'. Expected 1 argument but got 2.` */
const TOO_MANY = /Expected (\d+) arguments? but got (\d+)\.$/u;

/** A failure of the parser in the form of all other errors. @param call the command that was typed, such as `loadcell run` */
export function parseErrorOf(error: CommanderError, call: string): UsageError {
  const text = error.message.replace(/^error: /u, '');
  const help = `see ${call} --help`;
  const [, what, unknown, meant] = UNKNOWN.exec(text) ?? [];
  if (what !== undefined) {
    const names = meant?.split(', ').map((name) => `"${name}"`) ?? [];
    const question = names.length === 0 ? '' : `; did you mean ${names.join(' or ')}?`;
    return new UsageError(`unknown ${what} "${unknown}"${question}`, { help });
  }
  const [, flag] = WITHOUT_VALUE.exec(text) ?? [];
  if (flag !== undefined) {
    return new UsageError(`${flag.split(' ')[0]} needs a value`, { help: `pass ${flag}` });
  }
  const [, operand] = WITHOUT_OPERAND.exec(text) ?? [];
  if (operand !== undefined) return new UsageError(`${call} needs <${operand}>`, { help });
  const [, expected, given] = TOO_MANY.exec(text) ?? [];
  if (expected !== undefined) {
    return new UsageError(`too many arguments for ${call}: expected ${expected}, got ${given}`, {
      help,
    });
  }
  return new UsageError(text, { help });
}
