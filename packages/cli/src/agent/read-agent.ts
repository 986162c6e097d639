import { hostname } from 'node:os';
import path from 'node:path';
import { AGENT_ROLES, FleetNameSchema, type AgentOptions, type AgentRole } from '@loadcell/core';
import type { Invocation } from '../command-definition.ts';
import { busOf } from '../flags/bus-of.ts';
import type { Flags } from '../flags/flag-row.ts';
import { invalid } from '../flags/refusals.ts';
import { UsageError } from '../usage-error.ts';

const NAME = 'letters, digits, dashes and underscores';
const MOST_NAME = 64;

/** The name of a variable, without its value. */
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The agent of a command line, but for what it watches. */
export type ReadAgent = Omit<AgentOptions, 'signal' | 'onNote' | 'watcher'>;

/**
 * The agent of a command line.
 * @param environment such as `process.env`
 * @throws {UsageError} without a bus, or for an invalid URL, name, variable or role
 */
export function readAgent(
  { flags, terminal }: Pick<Invocation, 'flags' | 'terminal'>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): ReadAgent {
  const folder = flags.get('output-dir')?.at(-1) ?? 'loadcell-agent';
  return {
    bus: busOf('bus', flags, environment),
    fleet: nameOf('--fleet-name', flags.get('fleet-name')?.at(-1) ?? 'default'),
    name: nameOf('--name', flags.get('name')?.at(-1) ?? nameOfMachine()),
    roles: readRoles(flags),
    outputDir: path.resolve(terminal.workingDirectory, folder),
    allowedEnv: readVariables(flags),
    isOnce: flags.has('once'),
  };
}

function nameOf(flag: string, name: string): string {
  if (FleetNameSchema.safeParse(name).success) return name;
  throw new UsageError(invalid(flag, name, NAME), { help: `pass ${flag} with another name` });
}

function readVariables(flags: Flags): readonly string[] {
  const names = flags.get('allow-env') ?? [];
  const wrong = names.find((name) => !VARIABLE.test(name));
  if (wrong === undefined) return names;
  throw new UsageError(invalid('--allow-env', wrong, 'the name of one variable'), {
    help: 'pass --allow-env once for each variable, such as --allow-env OPENAI_API_KEY',
  });
}

/** The name of the machine in the characters of a name. */
function nameOfMachine(): string {
  const plain = hostname().replaceAll(/[^A-Za-z0-9_-]/g, '-');
  return plain.replace(/^[-_]+/, '').slice(0, MOST_NAME);
}

function readRoles(flags: Flags): AgentRole[] {
  const text = flags.get('roles')?.at(-1) ?? 'load';
  const roles = text.split(',').map((word) => AGENT_ROLES.find((role) => role === word.trim()));
  const known = roles.filter((role) => role !== undefined);
  if (known.length === roles.length) return [...new Set(known)];
  throw new UsageError(invalid('--roles', text, AGENT_ROLES.join(', ')), {
    help: 'pass --roles load, --roles watch or --roles load,watch',
  });
}
