import type { WatchOptions } from '@loadcell/core';
import type { Flags } from '../flags/flag-row.ts';
import { readFlag } from '../flags/flag-values.ts';
import { cannotCombine, invalid, needs } from '../flags/refusals.ts';
import { UsageError } from '../usage-error.ts';
import { WATCH_FLAGS } from './watch-flags.ts';

const MAX_PORT = 65_535;
const MAX_HZ = 10_000;

type Target = WatchOptions['target'];

/**
 * What the role watch of an agent watches.
 * @param isWatching whether the agent has the role
 * @returns undefined without the role
 * @throws {UsageError} when no target is named, several are, or a flag needs the role
 */
export function readWatch(flags: Flags, isWatching: boolean): WatchOptions | undefined {
  if (!isWatching) {
    const given = ['pid', 'port', 'cgroup', 'metrics-url', 'max-memory', 'hz'].find((name) =>
      flags.has(name),
    );
    if (given === undefined) return undefined;
    throw new UsageError(needs(`--${given}`, '--roles watch'), {
      help: 'pass --roles watch, or --roles load,watch',
    });
  }
  const target = readTarget(flags);
  const maxMemoryBytes = numberOf(flags, 'max-memory');
  const hz = numberOf(flags, 'hz');
  if (hz !== undefined && !(hz >= 1 && hz <= MAX_HZ)) {
    throw new UsageError(invalid('--hz', String(hz), '1 to 10000'), { help: 'pass --hz 1000' });
  }
  return {
    target,
    metricsUrls: (flags.get('metrics-url') ?? []).map(checkUrl),
    ...(maxMemoryBytes === undefined ? {} : { maxMemoryBytes }),
    ...(hz === undefined ? {} : { hz }),
  };
}

function readTarget(flags: Flags): Target {
  const pid = readFlag(WATCH_FLAGS, flags, 'pid');
  const port = numberOf(flags, 'port');
  const path = flags.get('cgroup')?.at(-1);
  if (path !== undefined) {
    const other = ['pid', 'port'].find((name) => flags.has(name));
    if (other !== undefined) {
      throw new UsageError(cannotCombine('--cgroup', `--${other}`), { help: 'remove one' });
    }
    if (path.startsWith('/')) return { kind: 'cgroup', path };
    throw new UsageError(invalid('--cgroup', path, 'an absolute path'), {
      help: 'pass a folder below /sys/fs/cgroup, or the path that /proc/PID/cgroup shows',
    });
  }
  if (typeof pid === 'number') {
    if (port !== undefined) {
      throw new UsageError(cannotCombine('--pid PID', '--port'), {
        help: 'remove one, or pass --pid auto',
      });
    }
    return { kind: 'pid', pid: whole('--pid', pid, Number.MAX_SAFE_INTEGER) };
  }
  if (port !== undefined) return { kind: 'port', port: whole('--port', port, MAX_PORT) };
  if (pid === undefined) {
    throw new UsageError(needs('--roles watch', '--pid, --port or --cgroup'), {
      help: 'pass --pid auto --port 8000 with the port of the server',
    });
  }
  throw new UsageError(needs('--pid auto', '--port'), {
    help: 'pass the port that the server listens on, such as --port 8000',
  });
}

function numberOf(flags: Flags, name: string): number | undefined {
  const value = readFlag(WATCH_FLAGS, flags, name);
  return value === undefined ? undefined : Number(value);
}

function whole(name: string, value: number, max: number): number {
  if (Number.isInteger(value) && value > 0 && value <= max) return value;
  throw new UsageError(invalid(name, String(value), 'a whole number above 0'), {
    help: name === '--port' ? 'pass a port from 1 to 65535' : 'pass the PID of a running process',
  });
}

/** A user and a password would be recorded with the URL. */
function checkUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (isHttp && url.username === '' && url.password === '') return text;
  throw new UsageError(
    isHttp
      ? '--metrics-url cannot contain a user or a password'
      : invalid('--metrics-url', text, 'an http or https URL'),
    { help: 'write it as http://127.0.0.1:8000/metrics' },
  );
}
