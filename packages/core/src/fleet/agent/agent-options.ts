import type { BusOptions } from '../bus/bus.ts';
import type { AgentRole } from '../protocol/presence.ts';
import type { Watcher } from '../watch/watcher.ts';

/** Options of an agent. */
export interface AgentOptions {
  readonly bus: Omit<BusOptions, 'clientName' | 'maxDisconnectedMs' | 'signal'>;
  readonly fleet: string;
  /** Unique in its fleet: letters, digits, dashes and underscores. */
  readonly name: string;
  readonly roles: readonly AgentRole[];
  /** Folder that gets one folder for each run. */
  readonly outputDir: string;
  /** Version of Loadcell (default: that of this package). */
  readonly version?: string;
  /** Environment variables that a plan may name, besides those that start with LOADCELL_. */
  readonly allowedEnv: readonly string[];
  /** Needed for the role watch. */
  readonly watcher?: Watcher;
  /** Ends the agent after its first run. */
  readonly isOnce?: boolean;
  /** Ends the agent: a run in progress is stopped first. */
  readonly signal: AbortSignal;
  /** Called with a line for the user, at each change. */
  readonly onNote: (line: string) => void;
}

/** This agent, as it shows itself on the bus. */
export interface AgentIdentity {
  readonly name: string;
  /** Random text of this process. */
  readonly instance: string;
  readonly version: string;
  readonly roles: readonly AgentRole[];
  /** Name of the machine. */
  readonly machine: string;
  readonly bootId: string;
}
