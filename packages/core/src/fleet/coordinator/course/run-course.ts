import type { StageKey } from '../../../phase/stage/sync/stage-sync.ts';
import { PHASE_NAMES } from '../../../spec/contract/test-config.ts';
import { asSentence } from '../../../spec/error/as-sentence.ts';
import type { LoadcellError } from '../../../spec/error/errors.ts';
import type { BusEntry } from '../../bus/bus.ts';
import { AgentStateSchema } from '../../protocol/agent-state.ts';
import type { AgentCounts } from '../../protocol/live.ts';
import { keys, parseRunKey } from '../../protocol/names.ts';
import { fromPayload } from '../../protocol/payload.ts';
import { StageStoppedSchema, StageTotalsSchema } from '../../protocol/stage-messages.ts';
import type { Crew } from '../crew/choose-crew.ts';
import type { Roster } from '../crew/roster.ts';
import type { FleetFigures } from '../live/fleet-figures.ts';
import { FleetView } from '../live/fleet-view.ts';
import { StageBoard, type StagePut } from '../stages/stage-board.ts';
import type { StageJudge } from '../stages/stage-judge.ts';
import { CourseBook, type AgentCourse } from './course-book.ts';
import { leftError, stalledError, toAbort } from './run-abort.ts';
import { Watchdog } from './watchdog.ts';

/** Input of a {@link RunCourse}. */
export interface RunCourseOptions {
  readonly crew: Crew;
  readonly roster: Roster;
  readonly judge: StageJudge;
  /** Longest time without progress, ms. */
  readonly stallLimitMs: number;
  /** Puts a value into the bucket of the run. */
  readonly put: (put: StagePut) => void;
  /** A line for the user. */
  readonly onNote: (line: string) => void;
  /** CLOCK_MONOTONIC nanoseconds. */
  readonly clock: () => number;
}

/** The course of a run: what agents report becomes starts, totals, an abort and an end. It waits for nothing. */
export class RunCourse {
  readonly #options: RunCourseOptions;
  readonly #book: CourseBook;
  readonly #board: StageBoard;
  readonly #watchdog: Watchdog;
  readonly #view: FleetView;
  readonly #counts = new Map<string, string>();
  #abort: LoadcellError | undefined;
  #abortedNs: number | undefined;
  #connectedNs: number;
  #progressNs: number;
  #isReleased = false;
  #isFinished = false;

  constructor(options: RunCourseOptions) {
    const { crew, roster, clock } = options;
    this.#options = options;
    const load = crew.load.map(({ name }) => name);
    this.#book = new CourseBook(crew);
    this.#board = new StageBoard(load, clock);
    this.#watchdog = new Watchdog(roster, crew);
    this.#view = new FleetView(
      {
        loadAgents: load,
        agents: [...load, ...crew.watch.map(({ name }) => name)],
        awaited: () => this.#board.awaited,
        silenceMs: (name) => roster.silenceMs(name),
      },
      clock,
    );
    this.#connectedNs = clock();
    this.#progressNs = clock();
  }

  get agents(): readonly AgentCourse[] {
    return this.#book.all;
  }

  /** Why the run was aborted; absent where it was not. */
  get aborted(): LoadcellError | undefined {
    return this.#abort;
  }

  get isOver(): boolean {
    return this.#book.isOver;
  }

  figures(): FleetFigures {
    return this.#view.figures();
  }

  /** The bus was reached again: agents had no way to beat. */
  reconnected(): void {
    this.#connectedNs = this.#options.clock();
    this.#progressNs = this.#connectedNs;
  }

  /** Ends the run on all agents. Only the first reason counts. */
  abort(error: LoadcellError): void {
    if (this.#abort !== undefined) return;
    this.#abort = error;
    this.#abortedNs = this.#options.clock();
    this.#options.put({ key: keys.abort, value: toAbort(error) });
  }

  /** An agent did not take its part. */
  refused(agent: string, error: LoadcellError): void {
    this.#book.lose(agent, error);
  }

  /** Takes a changed value of the bucket of the run. What is not understood is ignored: a newer agent may write more. */
  entry({ key, value }: BusEntry): void {
    const { kind, agent, phase: name, stage } = parseRunKey(key);
    if (value === undefined || agent === undefined) return;
    this.#progressNs = this.#options.clock();
    if (kind === 'state') {
      const state = fromPayload(AgentStateSchema, value);
      if (state !== undefined) this.#book.take(agent, state);
      return;
    }
    const phase = PHASE_NAMES.find((one) => one === name);
    if (phase === undefined || stage === undefined) return;
    this.#report({ phase, stage }, { kind, agent, value });
  }

  /** Takes the counts of an agent. */
  counts(counts: AgentCounts): void {
    this.#view.take(counts);
    const { machine, phase, stage, successful, failed } = counts;
    const text = JSON.stringify([phase, stage, successful, failed]);
    if (this.#counts.get(machine) === text) return;
    this.#counts.set(machine, text);
    this.#progressNs = this.#options.clock();
  }

  /** Judges what time brings. To be called several times per second while the bus is connected. */
  tick(): void {
    const nowNs = this.#options.clock();
    const times = { nowNs, connectedNs: this.#connectedNs };
    const abortedNs = this.#abortedNs;
    const losses = this.#watchdog.find(
      this.#book.open,
      abortedNs === undefined ? times : { ...times, abortedNs },
    );
    for (const { agent, error } of losses) this.#book.lose(agent, error);
    const cause = this.#abort === undefined ? this.#book.failure : undefined;
    if (cause !== undefined) {
      this.#options.onNote(`${asSentence(cause.summary)} Stopping the run.`);
      this.abort(cause);
    }
    for (const { error } of losses) {
      if (error !== cause) this.#options.onNote(asSentence(error.summary));
    }
    const { stage, agents } = this.#board.missed(this.#book.pastLoad);
    if (agents.length > 0) this.abort(leftError(stage, agents));
    const { stallLimitMs } = this.#options;
    if ((nowNs - this.#progressNs) / 1e6 > stallLimitMs) {
      this.abort(stalledError(stallLimitMs, this.#board.awaited));
    }
    this.#advance();
  }

  /** The load starts once all watchers sample; they end once it has ended everywhere. */
  #advance(): void {
    if (!this.#isReleased && this.#book.isWatched) {
      this.#isReleased = true;
      this.#put(this.#board.release());
    }
    if (this.#isFinished || !this.#book.isLoadOver) return;
    this.#isFinished = true;
    this.#put([{ key: keys.finish, value: {} }]);
  }

  #report(
    key: StageKey,
    {
      kind,
      agent,
      value,
    }: { readonly kind: string; readonly agent: string; readonly value: unknown },
  ): void {
    if (kind === 'ready') this.#put(this.#board.take(key, agent, { kind }));
    if (kind === 'ended') {
      const totals = fromPayload(StageTotalsSchema, value);
      if (totals !== undefined) this.#put(this.#board.take(key, agent, { kind, totals }));
    }
    if (kind === 'stopped') {
      const stopped = fromPayload(StageStoppedSchema, value);
      if (stopped === undefined) return;
      this.#put(this.#board.stop(key, { kind: 'ended-itself', endedBy: stopped.endedBy }));
    }
    if (kind !== 'summary') return;
    const stop = this.#options.judge.take(key, agent, value);
    if (stop !== undefined) this.#put(this.#board.stop(key, stop));
  }

  #put(puts: readonly StagePut[]): void {
    for (const put of puts) this.#options.put(put);
  }
}
