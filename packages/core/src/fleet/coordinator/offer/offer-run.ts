import { LoadcellError } from '../../../spec/error/errors.ts';
import type { PhaseName } from '../../../spec/contract/test-config.ts';
import type { Bus } from '../../bus/bus.ts';
import { PROTOCOL_VERSION, subjects } from '../../protocol/names.ts';
import {
  OfferReplySchema,
  type REFUSALS,
  RunOfferSchema,
  type RunOffer,
} from '../../protocol/offer.ts';
import { fromPayload, toPayload } from '../../protocol/payload.ts';
import { BEAT_MS } from '../../protocol/presence.ts';
import type { Crew } from '../crew/choose-crew.ts';

/** Longest wait for the reply to an offer, ms: an agent checks the offer and its configuration before it replies. */
const REPLY_MS = 30_000;

/** What every agent of a run is offered. */
export interface OfferedRun extends Pick<RunOffer, 'runId' | 'version' | 'plan' | 'files'> {
  readonly fleet: string;
  readonly phases: readonly PhaseName[];
  /** Where the servers of the run report their metrics. */
  readonly metricsUrls: readonly string[];
}

/** An agent that did not take its part. */
export interface Refusal {
  readonly agent: string;
  readonly error: LoadcellError;
}

/** The offers of a run by the name of the agent. */
export function offersOf(
  { load, watch }: Crew,
  { fleet: _fleet, phases, metricsUrls, ...run }: OfferedRun,
): ReadonlyMap<string, RunOffer> {
  const common = { ...run, phases: [...phases], protocol: PROTOCOL_VERSION, heartbeatMs: BEAT_MS };
  const ofLoad = load.map(({ name }, index): [string, RunOffer] => [
    name,
    { ...common, role: 'load', slice: { index, count: load.length } },
  ]);
  const metrics = metricsUrls.length === 0 ? {} : { metrics: { urls: [...metricsUrls] } };
  const ofWatch = watch.map(({ name }): [string, RunOffer] => [
    name,
    { ...common, role: 'watch', ...metrics },
  ]);
  return new Map([...ofLoad, ...ofWatch]);
}

/** Offers a run to all agents at the same time. @returns those that did not take it, with the reason */
export async function offerRun(bus: Bus, crew: Crew, run: OfferedRun): Promise<Refusal[]> {
  const replies = [...offersOf(crew, run)].map(async ([agent, offer]): Promise<Refusal[]> => {
    const error = await offerTo(bus, { fleet: run.fleet, agent, offer });
    return error === undefined ? [] : [{ agent, error }];
  });
  return (await Promise.all(replies)).flat();
}

async function offerTo(
  bus: Bus,
  {
    fleet,
    agent,
    offer,
  }: { readonly fleet: string; readonly agent: string; readonly offer: RunOffer },
): Promise<LoadcellError | undefined> {
  let payload: unknown;
  try {
    const text = toPayload(RunOfferSchema, offer);
    payload = await bus.request(subjects.offer(fleet, agent), text, REPLY_MS);
  } catch (error) {
    return new LoadcellError('FLEET_REFUSED', `${agent} does not reply to the offer of the run`, {
      cause: error,
      help: `check that loadcell agent still runs on ${agent}`,
    });
  }
  const reply = fromPayload(OfferReplySchema, payload);
  if (reply === undefined) {
    return new LoadcellError('FLEET_REFUSED', `${agent} sent an invalid reply`, {
      help: 'run the same version of Loadcell on all machines',
    });
  }
  if (reply.accepted) return undefined;
  return new LoadcellError('FLEET_REFUSED', `${agent} ${reply.reason}`, {
    help: HELP[reply.code],
  });
}

const HELP: Readonly<Record<(typeof REFUSALS)[number], string>> = {
  busy: 'wait for that run, or leave the agent out with --load-agents',
  version: 'run the same version of Loadcell on all machines',
  role: 'start the agent with that role in --roles',
  'held-keys': 'remove these keys from the configuration, or set them on that machine',
  unable: 'read the output of the agent',
  invalid: 'run the same version of Loadcell on all machines',
};
