import type { SettingsQuestion } from './ask-source.ts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSystemError } from '../../../spec/error/system-error.ts';
import { maskCommandLine } from '../../../spec/redaction/mask-command-line.ts';
import { readStat } from '../process/read-stat.ts';
import { flattenSettings, type FlatSettings } from './flatten-settings.ts';

/** Settings from the process of a server. */
export interface ProcessSettings {
  readonly settings: FlatSettings;
  readonly state: FlatSettings;
  /** Why there are none; undefined when there are some, or no process is known. */
  readonly failure: string | undefined;
}

/** An option; a negative number is a value. */
const OPTION = /^--?[A-Za-z][\w.-]*$/;

/**
 * The arguments of a command as settings: the words before the first option are `command`; each option has the values up to
 * the next option. An option without a value is true; a repeated one has all its values.
 * @param argv without secrets
 */
export function argumentSettings(argv: readonly string[]): Record<string, string | boolean> {
  const command: string[] = [];
  const options = new Map<string, string[]>();
  let values = command;
  for (const argument of argv) {
    const [name = '', ...rest] = argument.split('=');
    if (!OPTION.test(name)) {
      values.push(argument);
      continue;
    }
    values = options.get(name) ?? [];
    options.set(name, values);
    if (rest.length > 0) values.push(rest.join('='));
  }
  const named = [...options].map(([name, given]) => [name, given.join(' ') || true] as const);
  return {
    ...(command.length === 0 ? {} : { command: command.join(' ') }),
    ...Object.fromEntries(named),
  };
}

/**
 * Reads the command line of a process on this machine, without secrets, and its start time.
 * @param procRoot mount point of proc
 */
export async function readProcessSettings(
  { pid, command, secrets }: Pick<SettingsQuestion, 'pid' | 'command' | 'secrets'>,
  procRoot = '/proc',
): Promise<ProcessSettings> {
  const none = { settings: new Map(), state: new Map(), failure: undefined };
  if (pid === undefined) return none;
  try {
    const argv = command ?? (await readArguments(pid, procRoot));
    const stat = await readStat(pid, procRoot);
    const masked = argumentSettings(maskCommandLine(argv, secrets));
    return {
      settings: flattenSettings(masked, ''),
      state: new Map([
        ['process.pid', pid],
        ...(stat === undefined ? [] : [['process.start_ticks', stat.startTimeTicks] as const]),
      ]),
      failure: undefined,
    };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return {
      ...none,
      failure: `cannot read the command line of PID ${pid}: ${error.code}`,
    };
  }
}

async function readArguments(pid: number, procRoot: string): Promise<string[]> {
  const text = await readFile(join(procRoot, String(pid), 'cmdline'), 'utf8');
  // Each argument ends with a zero byte; a process that sets its title pads with more.
  return text.replace(/\0+$/, '').split('\0');
}
