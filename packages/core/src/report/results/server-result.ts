import * as z from 'zod';
import {
  SERVER_SETTINGS_FIELDS,
  SettingValueSchema,
  type SettingValue,
} from '../../spec/server-settings.ts';
import type { PhaseStreams, RunStreams } from '../../stream/phase-streams.ts';
import type { EventOf } from '../../stream/events/run-event.ts';

/** A setting that changed during the run. */
export interface SettingChange {
  name: string;
  before: SettingValue;
  after: SettingValue;
}

/** What the server of a run reported about its settings, without secrets. */
export interface ServerResult {
  /** Kind of server: `vllm`, `llama.cpp`… */
  server: string;
  /** Empty where it is unknown. */
  version: string;
  /** As first read, by name. */
  settings: Record<string, SettingValue>;
  /** Values that change while a server runs, as last read. */
  state: Record<string, SettingValue>;
  /** Places that gave no settings at the last reading, and why. */
  unread: Record<string, string>;
  /** Settings that differ between the first and the last reading. */
  changes: SettingChange[];
  /** Whether the process that responded was started at another time than before. */
  hasRestarted: boolean;
}

export const ServerResultSchema: z.ZodType<ServerResult, ServerResult> = z.object({
  ...SERVER_SETTINGS_FIELDS,
  changes: z.array(
    z.object({ name: z.string(), before: SettingValueSchema, after: SettingValueSchema }),
  ),
  hasRestarted: z.boolean(),
});

type Reading = EventOf<'server-settings'>;

/** State that changes only with a restart. */
const START = ['process.start_ticks', 'process_start_time_seconds'] as const;

/** Everything in a reading that stays the same while a server runs. */
function lastingOf({ server, version, settings }: Reading): Record<string, SettingValue> {
  return { server, ...(version === '' ? {} : { version }), ...settings };
}

/** The settings of a run's server; undefined where none were read. Pure. */
export function serverResult({ phases }: RunStreams): ServerResult | undefined {
  const readings = phases.flatMap(({ events }) =>
    events.filter((event) => event.kind === 'server-settings'),
  );
  const last = readings.at(-1);
  if (last === undefined) return undefined;
  const first = new Map<string, SettingValue>();
  const latest = new Map<string, SettingValue>();
  for (const [name, value] of readings.flatMap((one) => Object.entries(lastingOf(one)))) {
    if (!first.has(name)) first.set(name, value);
    latest.set(name, value);
  }
  const { server = last.server, version = '', ...settings } = Object.fromEntries(first);
  return {
    server: String(server),
    version: String(version),
    settings,
    state: last.state,
    unread: last.unread,
    changes: [...first].flatMap(([name, before]) => {
      const after = latest.get(name) ?? before;
      return after === before ? [] : [{ name, before, after }];
    }),
    hasRestarted: comparableOf(phases).some((group) =>
      START.some((name) => hasSeveral(group, name)),
    ),
  };
}

/** Readings of what should be one process: a server that the run starts is a new process in each phase, or more often. */
function comparableOf(phases: readonly PhaseStreams[]): Reading[][] {
  const shared: Reading[] = [];
  const groups = [shared];
  for (const { events } of phases) {
    const readings = events.filter((event) => event.kind === 'server-settings');
    const launches = events.filter(({ kind }) => kind === 'server-launched').length;
    if (launches === 0) shared.push(...readings);
    if (launches === 1) groups.push(readings);
  }
  return groups;
}

function hasSeveral(readings: readonly Reading[], name: string): boolean {
  const values = readings.flatMap(({ state }) => state[name] ?? []);
  return new Set(values).size > 1;
}
