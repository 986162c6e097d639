import { join, resolve } from 'node:path';
import type { RunConfig } from '../../config/parse-config.ts';
import { LoadcellError } from '../../spec/error/errors.ts';
import type { Bus } from '../bus/bus.ts';
import { checkPlan } from '../config/check-plan.ts';
import { buckets } from '../protocol/names.ts';
import type { OfferReply, RunOffer } from '../protocol/offer.ts';
import type { AgentIdentity, AgentOptions } from './agent-options.ts';
import { refusalOf, refused } from './consider-offer.ts';
import type { JobPlace } from './job/job-place.ts';
import { JobSignal } from './job/job-signal.ts';
import { runJob } from './job/run-job.ts';
import type { AgentStatus } from './presence.ts';

/** Longest plan, bytes. */
const MOST_PLAN_BYTES = 4 * 2 ** 20;

/** Takes offers, and runs one job at a time. */
export class JobDesk {
  /** Called when the agent has become busy or idle. */
  onChange: () => void = () => {};
  readonly #bus: Bus;
  readonly #identity: AgentIdentity;
  readonly #options: AgentOptions;
  #busyWith: string | undefined;
  #ending: JobSignal | undefined;
  #running: Promise<void> | undefined;
  #isClosed = false;

  constructor(bus: Bus, identity: AgentIdentity, options: AgentOptions) {
    this.#bus = bus;
    this.#identity = identity;
    this.#options = options;
  }

  get status(): AgentStatus {
    const { roles, watcher } = this.#options;
    const isWatchOnly = !roles.includes('load');
    return { busyWith: this.#busyWith, unable: isWatchOnly ? watcher?.unable : undefined };
  }

  /** Accepts an offer, whose run then begins, or refuses it. */
  async take(offer: RunOffer): Promise<OfferReply> {
    if (this.#isClosed) return refused('unable', 'is ending');
    const { watcher } = this.#options;
    const status = { busyWith: this.#busyWith, unable: watcher?.unable };
    const refusal = refusalOf(offer, this.#identity, status);
    if (refusal !== undefined) return refusal;
    this.#busyWith = offer.runId;
    let isTaken = false;
    try {
      const place = await this.#placeOf(offer);
      const checked = offer.role === 'load' ? await this.#check(place) : undefined;
      if (checked?.refusal !== undefined) return refused(checked.code, checked.refusal);
      isTaken = true;
      this.#begin(place, checked?.config);
      return { accepted: true };
    } catch (error) {
      const reason = error instanceof LoadcellError ? error.summary : String(error);
      return refused('invalid', `cannot read the plan: ${reason}`);
    } finally {
      if (!isTaken) this.#busyWith = undefined;
    }
  }

  /** Stops the job in progress and waits for its end; idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#ending?.stop('stopped', new LoadcellError('FLEET_LOST', 'the agent was stopped'));
    await this.#running;
  }

  async #placeOf(offer: RunOffer): Promise<JobPlace> {
    const { fleet, outputDir } = this.#options;
    const owned = { mustExist: true } as const;
    return {
      bus: this.#bus,
      fleet,
      identity: this.#identity,
      kv: await this.#bus.kv(buckets.run(offer.runId), owned),
      objects: await this.#bus.objects(buckets.files(offer.runId), owned),
      offer,
      outputDir: resolve(outputDir),
      filesDir: join(resolve(outputDir), `plan-${offer.runId}`),
    };
  }

  async #check({
    objects,
    offer,
    filesDir,
    outputDir,
  }: JobPlace): Promise<ReturnType<typeof checkPlan>> {
    const { plan, slice = { index: 0, count: 1 } } = offer;
    const text = await objects.getText({ name: plan.object, sha256: plan.sha256 }, MOST_PLAN_BYTES);
    return checkPlan(text, offer, {
      filesDir,
      outputDir,
      slice,
      allowedEnv: this.#options.allowedEnv,
    });
  }

  #begin(place: JobPlace, config: RunConfig | undefined): void {
    const { watcher, onNote } = this.#options;
    const { runId, role, slice } = place.offer;
    const part = slice === undefined ? '' : `, slice ${slice.index}/${slice.count}`;
    onNote(`Run ${runId}: ${role}${part}.`);
    const ending = new JobSignal();
    this.#ending = ending;
    this.onChange();
    this.#running = runJob({
      place,
      ...(config === undefined ? {} : { config }),
      ...(watcher === undefined ? {} : { watcher }),
      ending,
      onNote,
    }).finally(() => {
      this.#busyWith = undefined;
      this.#ending = undefined;
      this.onChange();
    });
  }
}
