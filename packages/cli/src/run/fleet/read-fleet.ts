import { FleetNameSchema, type WantedAgents, type WantedCrew } from '@loadcell/core';
import { busOf, type BusCredentials } from '../../flags/bus-of.ts';
import { flagName, type Flags } from '../../flags/flag-row.ts';
import { readFlag } from '../../flags/flag-values.ts';
import { cannotCombine, invalid, needs } from '../../flags/refusals.ts';
import type { Invocation } from '../../command-definition.ts';
import { UsageError } from '../../usage-error.ts';
import { FLEET_FLAGS } from './fleet-flags.ts';

const DEFAULT_FLEET = 'default';
const DEFAULT_WAIT_MS = 10_000;
const MAX_AGENTS = 10_000;

/** Where the flags are usable instead. */
const ON_THE_AGENT = 'start loadcell agent --roles watch with it on the machine of the server';

/** Flags for the process of the server on this machine, or for several runs, and what to do instead. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ['pid', ON_THE_AGENT],
  ['max-memory', ON_THE_AGENT],
  ['codec', 'agents take no modules: remove --codec'],
  ['cold', 'start the server on its machine, and pass --url'],
  ['source-address', 'addresses belong to one machine: remove --source-address'],
  ['otlp', 'remove --otlp: a fleet sends no telemetry'],
  ['prometheus-port', 'remove --prometheus-port: a fleet sends no telemetry'],
  ['repeat', 'run it several times, and compare the runs with loadcell compare'],
  ['against', 'run each configuration, and compare the runs with loadcell compare'],
  ['slice', 'remove --slice: the agents get their slices'],
  ['start-at', 'remove --start-at: all agents start together'],
]);

/** The fleet of a command line. */
export interface AskedFleet {
  readonly bus: BusCredentials;
  readonly fleet: string;
  readonly wanted: Omit<WantedCrew, 'version'>;
  readonly waitMs: number;
}

/**
 * Refuses flags that do not go with several machines, or only with them.
 * @throws {UsageError}
 */
export function checkFleetFlags({ flags, trailing }: Pick<Invocation, 'flags' | 'trailing'>): void {
  if (!flags.has('fleet')) {
    const other = FLEET_FLAGS.map(flagName).find((name) => flags.has(name));
    if (other === undefined) return;
    throw new UsageError(needs(`--${other}`, '--fleet'), {
      help: 'pass --fleet with the URL of the bus',
    });
  }
  if (trailing !== undefined) {
    throw new UsageError(cannotCombine('--fleet', 'a command'), {
      help: 'start the server on its machine, and pass --url',
    });
  }
  for (const [name, help] of REFUSED) {
    if (flags.has(name)) throw new UsageError(cannotCombine('--fleet', `--${name}`), { help });
  }
}

/**
 * Reads the flags of a run over several machines.
 * @param environment such as `process.env`
 * @throws {UsageError} for an invalid name or number, or a bus that the environment should name and does not
 */
export function readFleet(
  flags: Flags,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): AskedFleet {
  const waitMs = readFlag(FLEET_FLAGS, flags, 'wait-agents');
  const fleet = flags.get('fleet-name')?.at(-1) ?? DEFAULT_FLEET;
  if (!FleetNameSchema.safeParse(fleet).success) {
    throw new UsageError(
      invalid('--fleet-name', fleet, 'letters, digits, dashes and underscores'),
      { help: 'pass the --fleet-name of the agents, or remove it' },
    );
  }
  return {
    bus: busOf('fleet', flags, environment),
    fleet,
    wanted: {
      load: readAgents(flags, 'load-agents', 1),
      watch: readAgents(flags, 'watch-agents', 0),
    },
    waitMs: typeof waitMs === 'number' ? waitMs : DEFAULT_WAIT_MS,
  };
}

/** A number of agents, or their names. */
function readAgents(flags: Flags, name: string, least: number): WantedAgents {
  const text = flags.get(name)?.at(-1);
  const help = `pass --${name} 2, --${name} a,b, or remove it to take all that are idle`;
  if (text === undefined) return { kind: 'all' };
  if (/^\d+$/.test(text)) {
    const count = Number(text);
    if (count >= least && count <= MAX_AGENTS) return { kind: 'count', count };
    throw new UsageError(invalid(`--${name}`, text, `${least} to ${MAX_AGENTS}`), { help });
  }
  const names = text.split(',').map((one) => one.trim());
  const isValid = names.every((one) => FleetNameSchema.safeParse(one).success);
  if (isValid && new Set(names).size === names.length) return { kind: 'named', names };
  const expected = 'a number, or different names separated by commas';
  throw new UsageError(invalid(`--${name}`, text, expected), { help });
}
