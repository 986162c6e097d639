import { readFileSync } from 'node:fs';

/** Strings that the kernel stores consecutively, each with a trailing zero byte. */
function readStrings(file: string): Buffer[] {
  const bytes = readFileSync(file);
  const strings: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(0, at);
    const until = end === -1 ? bytes.length : end;
    strings.push(bytes.subarray(at, until));
    at = until + 1;
  }
  return strings;
}

/** The name and value of a line; undefined without a name that JavaScript can represent. */
function readVariable(line: Buffer): { name: string; value: string } | undefined {
  const at = line.indexOf('=', 1);
  if (at === -1) return undefined;
  const name = line.toString('utf8', 0, at);
  if (!Buffer.from(name).equals(line.subarray(0, at))) return undefined;
  return { name, value: line.toString('utf8', at + 1) };
}

/**
 * The environment of this process in bytes: as received, except for what JavaScript has changed since. `process.env`
 * does not show that a value is not UTF-8, that a name appears twice, or that a line is not a variable.
 * @param current in the format of `process.env`
 * @param lines as received
 */
export function environmentBytes(
  current: NodeJS.ProcessEnv = process.env,
  lines: readonly Buffer[] = readStrings('/proc/self/environ'),
): Buffer[] {
  const isKept = new Map<string, boolean>();
  const kept = lines.filter((line) => {
    const variable = readVariable(line);
    if (variable === undefined) return true;
    const { name, value } = variable;
    // Programs see the first entry of a name; the others are kept or dropped with it.
    const isSame = isKept.get(name) ?? current[name] === value;
    isKept.set(name, isSame);
    return isSame;
  });
  const changed = Object.entries(current).filter(([name]) => isKept.get(name) !== true);
  return [...kept, ...changed.map(([name, value]) => Buffer.from(`${name}=${value ?? ''}`))];
}

/**
 * The last arguments of this process in bytes, for those left over by the command-line parser.
 * @param operands as JavaScript strings
 * @param given all arguments as received
 * @returns the operands in UTF-8 if they are not the last arguments
 */
export function argumentBytes(
  operands: readonly string[],
  given: readonly Buffer[] = readStrings('/proc/self/cmdline'),
): Buffer[] {
  const last = given.slice(given.length - operands.length);
  const isThem = operands.every((operand, index) => last[index]?.toString('utf8') === operand);
  return isThem ? last : operands.map((operand) => Buffer.from(operand));
}
