import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { versionOfLoadcell } from '../../collector/environment.ts';
import { LoadcellError } from '../../spec/error/errors.ts';
import { checkOutputFolder } from '../../stream/files/output-folder.ts';
import { connectBus } from '../bus/connect-bus.ts';
import type { Bus } from '../bus/bus.ts';
import { OfferReplySchema, RunOfferSchema, type OfferReply } from '../protocol/offer.ts';
import { subjects } from '../protocol/names.ts';
import { fromPayload, toPayload } from '../protocol/payload.ts';
import type { AgentIdentity, AgentOptions } from './agent-options.ts';
import { JobDesk } from './job-desk.ts';
import { Presence } from './presence.ts';
import { refused } from './consider-offer.ts';

/**
 * Waits for runs over the bus and takes part in them, one after the other, until the signal is aborted, or
 * after one where that is enough.
 * @throws {LoadcellError} BUS when the bus cannot be used or is lost for good; AGENT_NAME when the name is taken
 * @throws {ConfigError} when the address, a file of credentials or the output folder is invalid; the bus is not joined then
 */
export async function runAgent(options: AgentOptions): Promise<void> {
  const { fleet, name, signal, onNote } = options;
  await checkOutputFolder(options.outputDir);
  const bus = await joinBus(options);
  if (bus === undefined) return;
  const end = new AbortController();
  // After the job in progress has heard why it ends.
  const leave = (): void => void setImmediate(() => leaveGone(bus));
  end.signal.addEventListener('abort', leave, { once: true });
  const stop = (): void => end.abort();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    const identity = await identityOf(options);
    const desk = new JobDesk(bus, identity, options);
    const presence = await Presence.open(bus, {
      fleet,
      identity,
      signal: end.signal,
      status: () => desk.status,
      onTaken: (error) => end.abort(error),
    });
    desk.onChange = () => {
      presence.show();
      // Called when a run begins, too.
      if (options.isOnce === true && desk.status.busyWith === undefined) stop();
    };
    const offers = bus.answer(subjects.offer(fleet, name), async (payload) =>
      toPayload(OfferReplySchema, await answerOf(desk, payload)),
    );
    const status = bus.onStatus((change) => {
      if (change.kind === 'disconnected') onNote(`Lost the bus at ${bus.address}; reconnecting.`);
      if (change.kind === 'connected') onNote(`Connected to ${bus.address} again.`);
      if (change.kind === 'closed') end.abort(change.error ?? closedError(bus));
    });
    try {
      const { roles } = identity;
      onNote(
        `Agent ${name} (${roles.join(', ')}) waits for runs of fleet ${fleet} on ${bus.address}.`,
      );
      await aborted(end.signal);
    } finally {
      status.close();
      offers.close();
      await desk.close();
      await presence.close();
    }
  } catch (error) {
    // Ended while it joined: the bus was left, or not joined.
    if (!end.signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    await bus.close();
  }
  if (end.signal.reason instanceof LoadcellError) throw end.signal.reason;
}

/** @returns undefined when the agent is ended while it waits for the bus */
async function joinBus({ bus, name, signal }: AgentOptions): Promise<Bus | undefined> {
  try {
    return await connectBus({
      ...bus,
      clientName: `loadcell agent ${name}`,
      // An agent waits for its bus.
      maxDisconnectedMs: Infinity,
      signal,
    });
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

async function answerOf(desk: JobDesk, payload: unknown): Promise<OfferReply> {
  const offer = fromPayload(RunOfferSchema, payload);
  return offer === undefined
    ? refused('invalid', 'got an offer that it cannot read')
    : await desk.take(offer);
}

async function identityOf({
  name,
  version = versionOfLoadcell(),
  roles,
}: AgentOptions): Promise<AgentIdentity> {
  const bootId = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => 'unknown');
  const machine = hostname();
  return { name, instance: randomUUID(), version, roles, machine, bootId: bootId.trim() };
}

/** An agent that ends does not wait for a bus that is gone, or is lost on the way: whatever waits for it fails. */
function leaveGone(bus: Bus): void {
  if (!bus.isConnected) void bus.close();
  bus.onStatus(({ kind }) => {
    if (kind === 'disconnected') void bus.close();
  });
}

function closedError({ address }: Bus): LoadcellError {
  return new LoadcellError('BUS', `the bus at ${address} closed the connection`, {
    help: 'check the log of nats-server',
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
