import { endianness } from 'node:os';

/** What to run, as bytes, since commands and environments need not be text in any encoding. */
export interface LaunchPlan {
  /** The program (a path, or a name to look up in PATH) and its arguments. */
  readonly command: readonly Uint8Array[];
  /** Entries `NAME=value`. */
  readonly environment: readonly Uint8Array[];
}

const NUMBER_BYTES = 4;
const END = Uint8Array.of(0);

/**
 * The plan in the launcher's format, see `native/src/launch/launch_plan.h`.
 * @throws {RangeError} on a zero byte, which ends a string for the system
 */
export function encodeLaunchPlan({ command, environment }: LaunchPlan): Buffer {
  const strings = [...command, ...environment];
  if (strings.some((bytes) => bytes.includes(0))) {
    throw new RangeError('a command argument or environment variable cannot contain a zero byte');
  }
  const text = Buffer.concat(strings.flatMap((bytes) => [bytes, END]));
  const head = Buffer.alloc(3 * NUMBER_BYTES);
  for (const [index, number] of [text.length, command.length, environment.length].entries()) {
    if (endianness() === 'LE') head.writeUInt32LE(number, index * NUMBER_BYTES);
    else head.writeUInt32BE(number, index * NUMBER_BYTES);
  }
  return Buffer.concat([head, text]);
}
