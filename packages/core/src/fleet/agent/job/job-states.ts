import { LoadcellError } from '../../../spec/error/errors.ts';
import { nowNs } from '../../../stream/clock.ts';
import { AgentStateSchema, type AgentState } from '../../protocol/agent-state.ts';
import { keys } from '../../protocol/names.ts';
import { toPayload } from '../../protocol/payload.ts';
import { within } from '../../bus/bounded-wait.ts';
import type { JobPlace } from './job-place.ts';

/** The end of a job waits this long for its last state to be stored, ms. */
const LAST_MS = 5000;

/** So does that of a job whose agent ends. */
const LAST_OF_AGENT_MS = 800;

/** Puts the states of a job one after the other, so that none overtakes another. */
export class JobStates {
  readonly #place: Pick<JobPlace, 'kv' | 'identity' | 'offer'>;
  readonly #onFailure: (error: unknown) => void;
  #last: Promise<void> = Promise.resolve();
  #error: LoadcellError | undefined;
  #hasFailed = false;
  #kind: AgentState['kind'] = 'preparing';

  /** @param onFailure called when a state could not be stored, only for the first of them */
  constructor(
    place: Pick<JobPlace, 'kv' | 'identity' | 'offer'>,
    onFailure: (error: unknown) => void,
  ) {
    this.#place = place;
    this.#onFailure = onFailure;
  }

  /** Adds an error to this and every later state; the first one counts. */
  fail(error: unknown): void {
    this.#error ??= asLoadcellError(error);
    this.put(this.#kind);
  }

  put(kind: AgentState['kind'], more: Pick<AgentState, 'directory'> = {}): void {
    const { kv, identity, offer } = this.#place;
    const { slice } = offer;
    this.#kind = kind;
    const state: AgentState = {
      kind,
      ...(slice === undefined ? {} : { slice }),
      ...more,
      ...errorPart(this.#error),
      atNs: nowNs(),
    };
    const key = keys.state(identity.name);
    this.#last = this.#last.then(() =>
      kv.put(key, toPayload(AgentStateSchema, state)).catch(this.#failed),
    );
  }

  #failed = (error: unknown): void => {
    if (!this.#hasFailed) this.#onFailure(error);
    this.#hasFailed = true;
  };

  /** The last state of a job that failed. */
  end(error: unknown): void {
    this.#error ??= asLoadcellError(error);
    this.put('failed');
  }

  /** Waits until all states are stored, at most 5 s, or 0.8 s when the agent ends: the bus may be gone. */
  async settled(isAgentEnding: boolean): Promise<void> {
    await within(isAgentEnding ? LAST_OF_AGENT_MS : LAST_MS, this.#last);
  }
}

function errorPart(error: LoadcellError | undefined): Pick<AgentState, 'error'> {
  if (error === undefined) return {};
  const { code, summary, help } = error;
  return { error: { code, message: summary, ...(help === undefined ? {} : { help }) } };
}

function asLoadcellError(error: unknown): LoadcellError {
  if (error instanceof LoadcellError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new LoadcellError('FLEET_AGENT', message, { cause: error });
}
