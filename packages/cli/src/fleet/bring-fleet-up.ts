import { tmpdir } from 'node:os';
import path from 'node:path';
import { FleetBus, isLoopback } from '@loadcell/core';
import type { Invocation } from '../command-definition.ts';
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts';
import { BUS_VARIABLE } from '../flags/bus-flags.ts';
import { readFlag } from '../flags/flag-values.ts';
import { untilInterrupted } from '../signals/until-interrupted.ts';
import { UsageError } from '../usage-error.ts';
import { FLEET_ACTIONS } from './fleet-actions.ts';
import { FLEET_FLAGS } from './flags.ts';

const DEFAULT_PORT = 4222;
const LOOPBACK = '127.0.0.1';

function refuseAction(action: string): void {
  if (FLEET_ACTIONS.some((one) => one === action)) return;
  throw new UsageError(`unknown action "${action}": expected ${FLEET_ACTIONS.join(', ')}`, {
    help: 'run loadcell fleet up',
  });
}

/** The lines to type on each machine. Arguments are visible to every user of a machine, so none has the password. */
function instructionsFor(url: string, version: string, address: string): string {
  const place = isLoopback(address)
    ? 'for this machine alone; other machines need --bind ADDRESS'
    : 'not encrypted: use a private network';
  return [
    `nats-server ${version} at ${new URL(url).host} (${place})`,
    `Other machines:  ${BUS_VARIABLE}=${url} loadcell agent`,
    `This machine:    ${BUS_VARIABLE}=${url} loadcell run CONFIG --fleet ${BUS_VARIABLE}`,
    'Ctrl-C stops the server and removes its data.\n',
  ].join('\n');
}

/** Serves a bus until it is interrupted. The lines to type go to stdout. */
export async function bringFleetUp({ operands, flags, terminal }: Invocation): Promise<ExitCode> {
  refuseAction(operands[0] ?? '');
  const bind = flags.get('bind')?.at(-1) ?? LOOPBACK;
  const folder = flags.get('dir')?.at(-1);
  const options = {
    bind,
    port: Number(readFlag(FLEET_FLAGS, flags, 'port') ?? DEFAULT_PORT),
    within: folder === undefined ? tmpdir() : path.resolve(terminal.workingDirectory, folder),
    searchPath: terminal.environment['PATH'] ?? '',
  };
  const release = new AbortController();
  // From before the start: an interruption removes what the start has made.
  const stopped = untilInterrupted(release.signal).then(() => 'stopped' as const);
  try {
    const bus = await FleetBus.start(options);
    try {
      const { url, version } = bus;
      terminal.stdout.write(flags.has('quiet') ? `${url}\n` : instructionsFor(url, version, bind));
      const how = await Promise.race([stopped, bus.exited.then(() => 'lost' as const)]);
      if (how === 'lost') throw bus.lost();
    } finally {
      await bus.stop();
    }
  } finally {
    release.abort();
  }
  return EXIT_CODES.pass;
}
