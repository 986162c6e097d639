import type {
  PhaseContext,
  PhaseEvent,
  PhaseJournal,
  PhaseRequest,
} from '../../src/phase/phase.ts';
import { runWindow } from '../../src/phase/window.ts';
import { nowNs } from '../../src/stream/clock.ts';
import { RequestWatch } from '../../src/phase/watch/request-watch.ts';
import type { PhaseStreams } from '../../src/stream/phase-streams.ts';
import type { RequestRow } from '../../src/stream/request-row.ts';
import type { EventOf, RunEvent } from '../../src/stream/run-event.ts';
import { samplesOf } from '../stream/arbitrary-rows.ts';
import type { Target } from '../../src/target/target.ts';
import { PromptSource } from '../../src/workload/prompts.ts';
import { createRandom } from '../../src/workload/random.ts';

const PHASE = 'under-test';

/** Resident bytes of a target that has loaded nothing. */
export const EMPTY_BYTES = 100 * 2 ** 20;

/** A phase that runs without a runner: its events and rows are kept here, in the order in which they came. */
export class RecordedPhase {
  readonly events: RunEvent[] = [];
  readonly rows: RequestRow[] = [];
  readonly steps: string[] = [];
  /** Rows and events together, by purpose or kind, in the order in which they were written. */
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
      random: createRandom(1, PHASE),
      seed: 1,
      nonce: 'test',
      signal: this.controller.signal,
      switchPolicy,
      files: {},
      contextsAtOnce: Infinity,
      objectives: {},
      ...given,
    };
  }

  #journal(): PhaseJournal {
    let requests = 0;
    const journal: PhaseJournal = {
      event: (event: PhaseEvent, atNs = nowNs()) => {
        this.events.push({ ...event, atNs, phase: PHASE });
        this.order.push(event.kind);
      },
      request: (row: PhaseRequest) => {
        requests += 1;
        this.rows.push({ ...row, id: requests, phase: PHASE });
        this.order.push(row.purpose);
      },
      step: (line) => this.steps.push(line),
      window: (window, work) =>
        journal.windowFrom(window, (open) => {
          open(nowNs());
          return work();
        }),
      windowFrom: (window, work) =>
        runWindow((event, atNs) => journal.event(event, atNs), window, work),
    };
    return journal;
  }

  eventsOf<Kind extends RunEvent['kind']>(kind: Kind): EventOf<Kind>[] {
    return this.events.filter((event): event is EventOf<Kind> => event.kind === kind);
  }

  rowsOf(purpose: RequestRow['purpose']): RequestRow[] {
    return this.rows.filter((row) => row.purpose === purpose);
  }

  /**
   * The streams of the phase. Memory is what its events say: so much for an empty target, and the bytes of a model from
   * the moment it was loaded until it was unloaded.
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
    };
  }
}
