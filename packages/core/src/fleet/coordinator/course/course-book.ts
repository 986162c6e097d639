import { LoadcellError } from '../../../spec/error/errors.ts';
import type { AgentState } from '../../protocol/agent-state.ts';
import type { AgentRole } from '../../protocol/presence.ts';
import type { Crew } from '../crew/choose-crew.ts';

/** The course of a run on one agent. */
export interface AgentCourse {
  readonly name: string;
  readonly role: AgentRole;
  /** Its last state; absent before the first. */
  readonly state?: AgentState;
  /** Why its part of the run is missing or incomplete; absent while it is fine. */
  readonly failure?: LoadcellError;
  /** Nothing more is expected of it. */
  readonly isOver: boolean;
}

type StateKind = AgentState['kind'];

const OVER: ReadonlySet<StateKind> = new Set(['stored', 'failed']);
const PAST_LOAD: ReadonlySet<StateKind> = new Set(['ended', 'storing', 'stored', 'failed']);

/**
 * An error of an agent, with the name of the agent. The configuration was checked here: what is wrong with it there, such as an
 * output folder, is a condition of that machine.
 */
function errorOf(agent: string, { error }: AgentState): LoadcellError | undefined {
  if (error === undefined) return undefined;
  const { code, message, help } = error;
  return new LoadcellError(
    code === 'CONFIG' ? 'FLEET_AGENT' : code,
    `machine ${agent}: ${message}`,
    help === undefined ? {} : { help },
  );
}

/** The states of all agents of a run. */
export class CourseBook {
  readonly #courses = new Map<string, AgentCourse>();

  constructor({ load, watch }: Crew) {
    for (const { name } of load) this.#courses.set(name, { name, role: 'load', isOver: false });
    for (const { name } of watch) this.#courses.set(name, { name, role: 'watch', isOver: false });
  }

  /** Takes a state; of an agent that is not in the run, or that nothing more is expected of, it is ignored. */
  take(agent: string, state: AgentState): void {
    const course = this.#courses.get(agent);
    if (course === undefined || course.isOver) return;
    const failure = course.failure ?? errorOf(agent, state) ?? withoutReason(agent, state);
    this.#courses.set(agent, {
      ...course,
      state,
      ...(failure === undefined ? {} : { failure }),
      isOver: OVER.has(state.kind),
    });
  }

  /** Nothing more is expected of an agent that is lost. No effect on one that is over. */
  lose(agent: string, failure: LoadcellError): void {
    const course = this.#courses.get(agent);
    if (course === undefined || course.isOver) return;
    this.#courses.set(agent, { ...course, failure: course.failure ?? failure, isOver: true });
  }

  get all(): readonly AgentCourse[] {
    return [...this.#courses.values()];
  }

  /** Those that something is still expected of. */
  get open(): readonly AgentCourse[] {
    return this.all.filter(({ isOver }) => !isOver);
  }

  /** The first failure. */
  get failure(): LoadcellError | undefined {
    return this.all.find(({ failure }) => failure !== undefined)?.failure;
  }

  /** Whether every watcher samples, or did. */
  get isWatched(): boolean {
    return this.all.every(
      ({ role, state }) => role !== 'watch' || (state !== undefined && isSampling(state.kind)),
    );
  }

  /** Load agents whose load has ended, or from which nothing more is expected. */
  get pastLoad(): ReadonlySet<string> {
    return new Set(this.all.filter(isPastLoad).map(({ name }) => name));
  }

  /** Whether the load has ended on all load agents. */
  get isLoadOver(): boolean {
    return this.all.every((course) => course.role !== 'load' || isPastLoad(course));
  }

  get isOver(): boolean {
    return this.open.length === 0;
  }
}

function isPastLoad({ role, state, isOver }: AgentCourse): boolean {
  return role === 'load' && (isOver || (state !== undefined && PAST_LOAD.has(state.kind)));
}

function isSampling(kind: StateKind): boolean {
  return kind === 'running' || PAST_LOAD.has(kind);
}

/** A failed agent has always a reason in the report. */
function withoutReason(agent: string, { kind }: AgentState): LoadcellError | undefined {
  if (kind !== 'failed') return undefined;
  return new LoadcellError('FLEET_AGENT', `machine ${agent}: it failed without a reason`, {
    help: 'read the output of that agent',
  });
}
