import { NO_FILES } from '../../src/workload/load-files.ts';
import type { PhaseContext } from '../../src/phase/phase.ts';
import type { PhaseJournal, PhaseRequest } from '../../src/phase/phase-journal.ts';
import type { PhaseEvent } from '../../src/stream/events/phase-event.ts';
import { nowNs } from '../../src/stream/clock.ts';
import { RequestWatch } from '../../src/phase/watch/request-watch.ts';
import type { PhaseStreams } from '../../src/stream/phase-streams.ts';
import type { RequestRow } from '../../src/stream/rows/request-row.ts';
import type { EventOf, RunEvent } from '../../src/stream/events/run-event.ts';
import { stagesOf } from '../../src/stream/stage/stages.ts';
import { samplesOf } from '../stream/built/arbitrary-rows.ts';
import type { Target } from '../../src/target/target.ts';
import { PromptSource } from '../../src/workload/prompts.ts';
import { WHOLE } from '../../src/workload/slice/slice.ts';
import { aloneSync } from '../../src/phase/stage/sync/local-sync.ts';

const PHASE = 'under-test';

/** Resident bytes of a target without a loaded model. */
export const EMPTY_BYTES = 100 * 2 ** 20;

/** A phase that runs without a runner and keeps its events and rows in order. */
export class RecordedPhase {
  readonly events: RunEvent[] = [];
  readonly rows: RequestRow[] = [];
  readonly steps: string[] = [];
  /** Rows and events together, by purpose or kind, in the order of writing. */
  readonly order: string[] = [];
  readonly controller = new AbortController();
  readonly context: PhaseContext;
  readonly #beganNs = nowNs();

  constructor(
    target: Target,
    switchPolicy: PhaseContext['switchPolicy'] = 'unload-first',
    given: Partial<PhaseContext> = {},
  ) {
    const journal = this.#journal();
    this.context = {
      target,
      journal,
      watch: new RequestWatch(journal),
      prompts: new PromptSource({ seed: 1, nonce: 'test' }, PHASE),
      seed: 1,
      nonce: 'test',
      slice: WHOLE,
      sync: aloneSync(),
      signal: this.controller.signal,
      switchPolicy,
      files: NO_FILES,
      maxContexts: Infinity,
      slos: {},
      ...given,
    };
  }

  #journal(stage = ''): PhaseJournal {
    const event = (what: PhaseEvent, atNs = nowNs()): void => {
      this.events.push({ ...what, atNs, phase: PHASE });
      this.order.push(what.kind);
    };
    return {
      event,
      request: (row: PhaseRequest) => {
        this.rows.push({ ...row, id: this.rows.length + 1, phase: PHASE, stage });
        this.order.push(row.purpose);
      },
      step: (line) => this.steps.push(line),
      window: async (window, work) => {
        event({ kind: 'window-began', window });
        try {
          return await work();
        } finally {
          event({ kind: 'window-ended', window });
        }
      },
      inStage: (name) => this.#journal(name),
      aroundStage: async (work) => {
        this.order.push('edge');
        try {
          return await work();
        } finally {
          this.order.push('edge');
        }
      },
    };
  }

  eventsOf<Kind extends RunEvent['kind']>(kind: Kind): EventOf<Kind>[] {
    return this.events.filter((event): event is EventOf<Kind> => event.kind === kind);
  }

  rowsOf(purpose: RequestRow['purpose']): RequestRow[] {
    return this.rows.filter((row) => row.purpose === purpose);
  }

  /**
   * The recorded data of the phase. Memory follows its events: a constant for an empty target, plus the bytes of each
   * model from its load to its unload.
   */
  streams(): PhaseStreams {
    const endedNs = nowNs();
    const loaded = new Map<string, number>();
    const pending = this.events.filter(({ kind }) => kind.startsWith('model-'));
    const samples = [];
    for (let atNs = this.#beganNs; atNs <= endedNs; atNs += 0.5e6) {
      while ((pending[0]?.atNs ?? Infinity) <= atNs) {
        const event = pending.shift();
        if (event?.kind === 'model-loaded') loaded.set(event.model, event.bytes);
        if (event?.kind === 'model-unloaded') loaded.delete(event.model);
      }
      const rssBytes = [...loaded.values()].reduce((sum, bytes) => sum + bytes, EMPTY_BYTES);
      samples.push({ timeNs: atNs, latenessNs: 0, pid: 1, rssBytes, sharedBytes: 0 });
    }
    return {
      name: PHASE,
      beganNs: this.#beganNs,
      endedNs,
      clockEpochMs: 0,
      ended: true,
      samples: samplesOf(samples),
      survey: new Map(),
      requests: this.rows,
      events: this.events,
      stages: stagesOf(this.events, this.rows, endedNs),
    };
  }
}
