import { LoadcellError } from '../../../spec/error/errors.ts';
import { PROTOCOL_VERSION } from '../../protocol/names.ts';
import type { AgentPresence, AgentRole } from '../../protocol/presence.ts';
import { few } from '../few.ts';
import type { SeenAgent } from './roster.ts';

/** Which agents a run wants for a role. */
export type Wanted =
  /** Every idle agent of the role. */
  | { readonly kind: 'all' }
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'named'; readonly names: readonly string[] };

/** Which agents a run wants. */
export interface WantedCrew {
  readonly load: Wanted;
  readonly watch: Wanted;
  /** Version of Loadcell, which every agent must have. */
  readonly version: string;
}

/** The agents of a run. The place of a load agent is the index of its slice. */
export interface Crew {
  readonly load: readonly AgentPresence[];
  readonly watch: readonly AgentPresence[];
}

/** The agents of a run, or why they do not suffice. */
export type Choice =
  | { readonly crew: Crew; readonly shortage?: undefined }
  | { readonly crew?: undefined; readonly shortage: LoadcellError };

/** A clause that follows the name of an agent; undefined for one that can take the role. */
function whyNot(
  { presence, isBeating }: SeenAgent,
  role: AgentRole,
  version: string,
): string | undefined {
  if (!isBeating) return 'sends no heartbeat';
  if (presence.version !== version) {
    return `has Loadcell ${presence.version}, and this is ${version}`;
  }
  if (presence.protocol !== PROTOCOL_VERSION) {
    return `has protocol ${presence.protocol}, and this is ${PROTOCOL_VERSION}`;
  }
  if (!presence.roles.includes(role)) return `has no role ${role}`;
  if (presence.busyWith !== undefined) return `is busy with run ${presence.busyWith}`;
  return presence.unable === undefined ? undefined : `accepts no run: ${presence.unable}`;
}

/** Why a run that takes every idle agent of a role must not leave this one out silently; undefined where it may. */
function whyMissed(
  { presence, isBeating }: SeenAgent,
  role: AgentRole,
  version: string,
): string | undefined {
  if (!isBeating || !presence.roles.includes(role)) return undefined;
  if (presence.version !== version || presence.protocol !== PROTOCOL_VERSION) {
    return `agents of role ${role} have another version`;
  }
  // Such as a watcher whose server has exited: the report would have no memory of it.
  const isUnable = presence.busyWith === undefined && presence.unable !== undefined;
  return isUnable ? `not every ${role} agent is ready` : undefined;
}

interface Pick {
  readonly chosen: readonly AgentPresence[];
  readonly problem?: string;
  /** Clauses about agents that were not chosen. */
  readonly because: readonly string[];
}

/** Agents with the fewest roles first: the others stay free for the other role. */
function byRolesThenName(a: AgentPresence, b: AgentPresence): number {
  return a.roles.length - b.roles.length || (a.name < b.name ? -1 : 1);
}

function pick(
  seen: readonly SeenAgent[],
  role: AgentRole,
  { wanted, version }: { readonly wanted: Wanted; readonly version: string },
): Pick {
  if (wanted.kind === 'named') return pickNamed(seen, role, { names: wanted.names, version });
  const reasons = seen
    .filter(({ presence }) => presence.roles.includes(role))
    .flatMap((agent) => {
      const reason = whyNot(agent, role, version);
      return reason === undefined ? [] : [`${agent.presence.name} ${reason}`];
    });
  const fit = seen
    .filter((agent) => whyNot(agent, role, version) === undefined)
    .map(({ presence }) => presence)
    .toSorted(byRolesThenName);
  const because = reasons.length === 0 ? [`no other agent has the role ${role}`] : reasons;
  if (wanted.kind === 'all') {
    const [missed] = seen.flatMap((agent) => whyMissed(agent, role, version) ?? []);
    if (missed !== undefined) return { chosen: fit, problem: missed, because };
    const isEnough = fit.length > 0 || role === 'watch';
    return isEnough
      ? { chosen: byName(fit), because }
      : { chosen: fit, problem: 'no load agent is ready', because };
  }
  const { count } = wanted;
  if (fit.length >= count) return { chosen: byName(fit.slice(0, count)), because };
  const problem = `${agents(count, role)} ${count === 1 ? 'is' : 'are'} needed, and ${fit.length === 0 ? 'none' : fit.length} ${fit.length > 1 ? 'are' : 'is'} ready`;
  return {
    chosen: fit,
    problem: fit.length === 0 ? problem : `${problem} (${names(fit)})`,
    because,
  };
}

function pickNamed(
  seen: readonly SeenAgent[],
  role: AgentRole,
  { names: wanted, version }: { readonly names: readonly string[]; readonly version: string },
): Pick {
  const because: string[] = [];
  const chosen: AgentPresence[] = [];
  for (const name of wanted) {
    const found = seen.find(({ presence }) => presence.name === name);
    const reason = found === undefined ? 'is not there' : whyNot(found, role, version);
    if (reason !== undefined) because.push(`${name} ${reason}`);
    else if (found !== undefined) chosen.push(found.presence);
  }
  if (because.length === 0) return { chosen, because };
  return { chosen, problem: `not every ${role} agent is ready`, because };
}

function byName(list: readonly AgentPresence[]): AgentPresence[] {
  return list.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function names(list: readonly AgentPresence[]): string {
  return few(byName(list).map(({ name }) => name));
}

function agents(count: number, role: AgentRole): string {
  return `${count} ${role} ${count === 1 ? 'agent' : 'agents'}`;
}

/**
 * Chooses the agents of a run. Named agents are chosen first; an agent has one role in a run, and load comes first.
 * @returns the shortage with each agent that cannot be used and why
 */
export function chooseCrew(seen: readonly SeenAgent[], wanted: WantedCrew): Choice {
  const { version } = wanted;
  const reserved = wanted.watch.kind === 'named' ? wanted.watch.names : [];
  const isFree = ({ presence }: SeenAgent): boolean =>
    wanted.load.kind === 'named' || !reserved.includes(presence.name);
  const load = pick(seen.filter(isFree), 'load', { wanted: wanted.load, version });
  const taken = new Set(load.chosen.map(({ name }) => name));
  const rest = seen.filter(({ presence }) => !taken.has(presence.name));
  const watch = pick(rest, 'watch', { wanted: wanted.watch, version });
  const problems = [load, watch].filter(({ problem }) => problem !== undefined);
  if (problems.length === 0) return { crew: { load: load.chosen, watch: watch.chosen } };
  const parts = problems.map(({ problem = '', because }) => `${problem}: ${few(because, '; ')}`);
  const shortage = new LoadcellError('FLEET_SHORT', parts.join('; '), {
    help: 'start loadcell agent on the machines, or change --load-agents and --watch-agents',
  });
  return { shortage };
}
