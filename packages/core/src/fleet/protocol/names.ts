import * as z from 'zod';

/** Version of the protocol; agents and coordinators of another one refuse each other. */
export const PROTOCOL_VERSION = 1;

/** Name of an agent, a fleet or a run: one token of a subject and of a key. */
export const NameSchema: z.ZodType<string, string> = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'expected letters, digits, dashes and underscores');

/** Id of a run: at most 26 letters and digits. */
export const RunIdSchema: z.ZodType<string, string> = z.string().regex(/^[A-Za-z0-9]{1,26}$/);

/** Buckets of a fleet and of a run. */
export const buckets = {
  agents: (fleet: string): string => `loadcell_agents_${fleet}`,
  run: (runId: string): string => `loadcell_run_${runId}`,
  files: (runId: string): string => `loadcell_files_${runId}`,
};

/** Subjects without a stored state: what is lost while a machine is disconnected is out of date. */
export const subjects = {
  offer: (fleet: string, agent: string): string => `loadcell.${fleet}.agent.${agent}.offer`,
  clock: (fleet: string, runId: string): string => `loadcell.${fleet}.run.${runId}.clock`,
  counts: (fleet: string, runId: string): string => `loadcell.${fleet}.run.${runId}.counts`,
  alive: (fleet: string, runId: string): string => `loadcell.${fleet}.run.${runId}.alive`,
};

/** A stage of a phase. */
interface StagePlace {
  readonly phase: string;
  readonly stage: string;
}

/** Keys of the bucket of a run. The name of a stage may hold any character: it is encoded. */
export const keys = {
  abort: 'abort',
  /** The load has ended on all agents: watchers end their recording. */
  finish: 'finish',
  state: (agent: string): string => `state.${agent}`,
  ready: (place: StagePlace, agent: string): string => `ready.${placeToken(place)}.${agent}`,
  ended: (place: StagePlace, agent: string): string => `ended.${placeToken(place)}.${agent}`,
  summary: (place: StagePlace, agent: string): string => `summary.${placeToken(place)}.${agent}`,
  stopped: (place: StagePlace, agent: string): string => `stopped.${placeToken(place)}.${agent}`,
  start: (place: StagePlace): string => `start.${placeToken(place)}`,
  totals: (place: StagePlace): string => `totals.${placeToken(place)}`,
  stop: (place: StagePlace): string => `stop.${placeToken(place)}`,
};

function placeToken({ phase, stage }: StagePlace): string {
  return `${phase}.${Buffer.from(stage, 'utf8').toString('base64url')}`;
}

/** A key of the bucket of a run, in its parts. */
export interface RunKey {
  readonly kind: string;
  readonly phase?: string;
  readonly stage?: string;
  readonly agent?: string;
}

const KINDS_OF_AGENTS = ['ready', 'ended', 'summary', 'stopped'];

/** Splits a key that {@link keys} made; the kind of an unknown key is its first token. */
export function parseRunKey(key: string): RunKey {
  const [kind = '', first, second, third] = key.split('.');
  if (kind === 'state') return { kind, ...(first === undefined ? {} : { agent: first }) };
  if (first === undefined || second === undefined) return { kind };
  const stage = Buffer.from(second, 'base64url').toString('utf8');
  const isOfAgent = KINDS_OF_AGENTS.includes(kind) && third !== undefined;
  return { kind, phase: first, stage, ...(isOfAgent ? { agent: third } : {}) };
}
