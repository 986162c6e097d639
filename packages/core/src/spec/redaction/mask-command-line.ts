import { maskText, REDACTED } from './mask-text.ts';
import { isSecretName } from './secret-names.ts';

const FLAG = /^--?[A-Za-z][\w.-]*$/;
/** Flags that take any number of keys: `vllm serve MODEL --api-key ONE TWO`. */
const TAKES_SEVERAL = /^--?api[-_]?keys?$/i;

/** `NAME=value` or `Name: value`, as a whole argument. */
const ASSIGNMENT = /^(?<name>-{0,2}[A-Za-z_][\w.-]*)(?<between>=|:\s*)(?<value>.*)$/s;

/** How the next argument is masked: not, or as a value, or as one more value unless it is a flag. */
type Next = 'shown' | 'value' | 'first-of-several' | 'more';

function nextAfter(argument: string): Next {
  if (!FLAG.test(argument) || !isSecretName(argument)) return 'shown';
  return TAKES_SEVERAL.test(argument) ? 'first-of-several' : 'value';
}

/** The value of a secret name is masked to the end of the argument: no quote or space ends it there. */
function maskArgument(argument: string, secrets: readonly string[]): string {
  const { name, between, value } = ASSIGNMENT.exec(argument)?.groups ?? {};
  if (name === undefined || value === undefined || value === '') return maskText(argument, secrets);
  if (isSecretName(name)) return `${name}${between}${REDACTED}`;
  return between === '='
    ? `${maskText(name, secrets)}=${maskArgument(value, secrets)}`
    : maskText(argument, secrets);
}

/**
 * A command line without secrets: keys, tokens, passwords and users are masked, whether in a separate argument
 * (`--api-key X`), after `=` (`--api-key=X`, `HF_TOKEN=X`), in a URL (`http://user:password@host`), in a header
 * (`-H "Authorization: Bearer X"`) or in the command of a shell. Names are judged by whole words, so
 * `--max-num-batched-tokens 8192` stays.
 * @param argv arguments, the program first
 * @param secrets known by their value, in any argument
 * @returns the same number of arguments
 */
export function maskCommandLine(
  argv: readonly string[],
  secrets: readonly string[] = [],
): string[] {
  let next: Next = 'shown';
  return argv.map((argument) => {
    const isFlag = argument.startsWith('--') || (next === 'more' && FLAG.test(argument));
    if (next === 'shown' || isFlag) {
      next = nextAfter(argument);
      return maskArgument(argument, secrets);
    }
    next = next === 'value' ? 'shown' : 'more';
    return REDACTED;
  });
}
