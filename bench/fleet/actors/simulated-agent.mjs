import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { versionOfLoadcell } from '../../../packages/core/dist/collector/environment.js';
import { refusalOf, refused } from '../../../packages/core/dist/fleet/agent/consider-offer.js';
import { JobCompanion } from '../../../packages/core/dist/fleet/agent/job/job-companion.js';
import { JobSignal } from '../../../packages/core/dist/fleet/agent/job/job-signal.js';
import { JobStates } from '../../../packages/core/dist/fleet/agent/job/job-states.js';
import { publishCounts } from '../../../packages/core/dist/fleet/agent/job/publish-counts.js';
import { storeDirectory } from '../../../packages/core/dist/fleet/agent/job/store-directory.js';
import { Presence } from '../../../packages/core/dist/fleet/agent/presence.js';
import { BusSync } from '../../../packages/core/dist/fleet/agent/sync/bus-sync.js';
import { connectBus } from '../../../packages/core/dist/fleet/bus/connect-bus.js';
import { checkPlan } from '../../../packages/core/dist/fleet/config/check-plan.js';
import { buckets, subjects } from '../../../packages/core/dist/fleet/protocol/names.js';
import {
  OfferReplySchema,
  RunOfferSchema,
} from '../../../packages/core/dist/fleet/protocol/offer.js';
import { fromPayload, toPayload } from '../../../packages/core/dist/fleet/protocol/payload.js';
import { nowNs } from '../../../packages/core/dist/stream/clock.js';
import { MadeRun } from './made-run.mjs';

const FLEET = 'default';
const COUNTS_MS = 1000;
const MOST_PLAN_BYTES = 2 ** 20;

/** An agent with its own connection that follows the protocol as a real one does, but sends no load. */
export class SimulatedAgent {
  #bus;
  #presence;
  #offers;
  #busyWith;
  #identity;
  #outputDir;
  #shared;
  #resolve;
  #reject;

  /** When it was ready for the stage, learned of its start, and when that is, nanoseconds. Rejects when the job fails. */
  times = new Promise((resolve, reject) => {
    this.#resolve = resolve;
    this.#reject = reject;
  });

  /** @param {{ url: string, name: string, outputDir: string, shared: (config: object) => Promise<string> }} options */
  static async join({ url, name, outputDir, shared }) {
    const agent = new SimulatedAgent();
    agent.#outputDir = join(outputDir, name);
    agent.#shared = shared;
    await mkdir(agent.#outputDir, { recursive: true });
    agent.#bus = await connectBus({ url, clientName: name, maxDisconnectedMs: Infinity });
    agent.#identity = {
      name,
      instance: randomUUID(),
      version: versionOfLoadcell(),
      roles: ['load'],
      machine: name,
      // Each is a machine of its own, so that its clock is fitted.
      bootId: name,
    };
    agent.#offers = agent.#bus.answer(subjects.offer(FLEET, name), async (payload) =>
      toPayload(OfferReplySchema, await agent.#take(fromPayload(RunOfferSchema, payload))),
    );
    agent.#presence = await Presence.open(agent.#bus, {
      fleet: FLEET,
      identity: agent.#identity,
      status: () => agent.#status,
      onTaken: agent.#reject,
      // Its process is ended where it is in the way: nothing is aborted here.
      signal: new AbortController().signal,
    });
    return agent;
  }

  async leave() {
    this.#offers.close();
    await this.#presence.close();
    await this.#bus.close();
  }

  get #status() {
    return { busyWith: this.#busyWith, unable: undefined };
  }

  async #take(offer) {
    if (offer === undefined) return refused('invalid', 'got an offer that it cannot read');
    const refusal = refusalOf(offer, this.#identity, this.#status);
    if (refusal !== undefined) return refusal;
    this.#busyWith = offer.runId;
    const owned = { mustExist: true };
    const place = {
      bus: this.#bus,
      fleet: FLEET,
      identity: this.#identity,
      kv: await this.#bus.kv(buckets.run(offer.runId), owned),
      objects: await this.#bus.objects(buckets.files(offer.runId), owned),
      offer,
      outputDir: this.#outputDir,
      filesDir: join(this.#outputDir, 'files'),
    };
    const text = await place.objects.getText(
      { name: offer.plan.object, sha256: offer.plan.sha256 },
      MOST_PLAN_BYTES,
    );
    const { config, refusal: reason } = checkPlan(text, offer, {
      filesDir: place.filesDir,
      outputDir: place.outputDir,
      slice: offer.slice,
      allowedEnv: [],
    });
    if (config === undefined) return refused('invalid', reason);
    void this.#run(place, config).then(this.#resolve, this.#reject);
    return { accepted: true };
  }

  async #run(place, config) {
    const { offer, identity, kv } = place;
    const ending = new JobSignal();
    const { signal } = ending;
    const states = new JobStates(place, this.#reject);
    const companion = new JobCompanion(place, signal, () => states.put('ended'));
    states.put('preparing');
    let sync;
    try {
      await ending.listen(place);
      await companion.clock.learn(signal);
      sync = await BusSync.open({
        kv,
        agent: identity.name,
        toLocalNs: (remoteNs) => companion.clock.toLocalNs(remoteNs),
        onFailure: this.#reject,
      });
      states.put('ready');
      const runFile = await this.#shared(config);
      const run = await MadeRun.begin(place.outputDir, config, { slice: offer.slice, runFile });
      await companion.begin({ runDir: run.runDir, record: (event) => run.event(event) });
      states.put('running');
      run.beginStage();
      const readyNs = nowNs();
      const startNs = await sync.ready(run.key, signal);
      const knownNs = nowNs();
      await sendNothing(place, run, { startNs, signal });
      await sync.ended(run.key, run.endStage(startNs), signal);
      await companion.end();
      await run.close();
      states.put('storing');
      const files = await storeDirectory(place, run.runDir, signal);
      states.put('stored', { directory: { files } });
      return { readyNs, knownNs, startNs };
    } catch (error) {
      states.end(error);
      throw error;
    } finally {
      sync?.close();
      companion.clock.close();
      ending.close();
      await states.settled();
    }
  }
}

/** Publishes the counts of the load once a second until its end. */
async function sendNothing(place, run, { startNs, signal }) {
  const { phase, stage } = run.key;
  const timer = setInterval(() => {
    const sent = run.sentBy(nowNs() - startNs);
    publishCounts(place, { phase, stage, sent, inFlight: 0, successful: sent, failed: 0 });
  }, COUNTS_MS);
  try {
    const leftMs = (startNs + run.durationNs - nowNs()) / 1e6;
    await delay(leftMs, undefined, { signal });
  } finally {
    clearInterval(timer);
  }
}
