import { findPortOwner } from '../../../target/server/process/port-owner.ts';
import { readStat } from '../../../target/server/process/read-stat.ts';
import { eldestOf } from '../../../target/server/process/listening-sockets.ts';
import type { WatchTarget } from '../watch-options.ts';
import { findCgroup, listCgroup, type Cgroup } from './cgroup.ts';

/** The processes to watch, as found now. */
export interface FoundTarget {
  /** The first process: its cgroup is read, and its descendants belong to the target. */
  readonly pid: number;
  /** The cgroup whose processes are watched; absent for a process tree. */
  readonly cgroup?: Cgroup;
  /** What is not read as expected; one sentence each. */
  readonly remarks: readonly string[];
}

/** The target, or why it is not there, as a clause without a period. */
export type TargetSearch =
  | { readonly found: FoundTarget }
  | {
      readonly reason: string;
      readonly help: string;
      /** Whether waiting cannot help: the user must name another target. */
      readonly isFinal: boolean;
    };

/** Looks for the target of a watching machine. */
export async function findTarget(target: WatchTarget, procRoot = '/proc'): Promise<TargetSearch> {
  switch (target.kind) {
    case 'pid':
      return await findProcess(target.pid, procRoot);
    case 'port':
      return await findServer(target.port, procRoot);
    case 'cgroup':
      return await findGroup(target.path, procRoot);
  }
}

async function findProcess(pid: number, procRoot: string): Promise<TargetSearch> {
  const stat = await readStat(pid, procRoot);
  if (stat !== undefined && !stat.hasEnded) return { found: { pid, remarks: [] } };
  return {
    reason: `no process has PID ${pid}${stat === undefined ? '' : ': it has exited'}`,
    help: 'restart the agent with the --pid of a running process, or with --pid auto --port PORT',
    isFinal: true,
  };
}

async function findServer(port: number, procRoot: string): Promise<TargetSearch> {
  const owner = await findPortOwner(port, procRoot);
  switch (owner.kind) {
    case 'found':
      return { found: { pid: owner.pid, remarks: [] } };
    case 'none':
      return {
        reason: `no process listens on port ${port}`,
        help: 'start the server; the agent waits for it',
        isFinal: false,
      };
    case 'hidden':
      return {
        reason: `the process on port ${port} is not visible: it belongs to another user or runs in a container`,
        help: 'run the agent as that user or as root, or in the PID namespace of the machine',
        isFinal: false,
      };
    case 'several':
      return {
        reason: `${owner.pids.length} unrelated processes listen on port ${port}: PID ${owner.pids.join(', ')}`,
        help: 'restart the agent with --pid and one of them',
        isFinal: true,
      };
  }
}

async function findGroup(path: string, procRoot: string): Promise<TargetSearch> {
  const cgroup = findCgroup(path);
  if (cgroup === undefined) {
    return {
      reason: `no cgroup "${path}" exists on this machine`,
      help: 'pass its folder below /sys/fs/cgroup, or its path as in /proc/PID/cgroup',
      isFinal: false,
    };
  }
  const { own, below, areHidden } = await listCgroup(cgroup);
  const [pid] = await eldestOf(own.length > 0 ? own : below, procRoot);
  if (pid === undefined) {
    return {
      reason: areHidden
        ? `the processes of cgroup "${path}" are not visible in this PID namespace`
        : `cgroup "${path}" has no process`,
      help: areHidden
        ? 'run the agent in the PID namespace of the machine (hostPID, --pid=host)'
        : 'start the server; the agent waits for it',
      isFinal: false,
    };
  }
  const remarks = own.length > 0 ? [] : [accountedBelow(path, pid)];
  return { found: { pid, cgroup, remarks } };
}

function accountedBelow(path: string, pid: number): string {
  return (
    `Cgroup memory: read of the cgroup of process ${pid} and of those above it with a limit, ` +
    `since cgroup "${path}" has processes only in the cgroups below it.`
  );
}
