import { nowNs } from '../../stream/clock.ts';
import type { RequestPurpose } from '../../stream/request-row.ts';
import type { WindowName } from '../../stream/run-event.ts';
import type { HttpLoad } from '../../target/http/http-load.ts';
import type { LoadPlan, LoadRequest } from '../../target/http/load-plan.ts';
import type { MadeAhead } from '../../target/http/supply/made-ahead.ts';
import { toRequestRow } from '../../target/http/to-request-row.ts';
import type { LoadConnections, LoadHost } from '../../target/load-host.ts';
import type { ExpectedLoad, PhaseContext } from '../phase.ts';

/** A load that is handed over whole. */
export interface HandedLoad extends Omit<LoadPlan, 'onOver'> {
  readonly purpose: RequestPurpose;
}

/** What came of a load. */
export interface LoadCounts {
  readonly ended: number;
  /** Answered as they should be. */
  readonly completed: number;
}

/** The load of one window, as far as the client has to be made for it. */
export interface HostLoadOptions {
  /** Absent for a load that nothing is measured by: its account is not kept then. */
  readonly window?: WindowName;
  readonly expected: ExpectedLoad;
  readonly connections: LoadConnections;
}

/**
 * Checks the client, unless a check covers the load already, and opens connections for the load of one window, before its
 * clock starts, and closes them whatever happens. The client's account of itself over the load goes to the events.
 */
export async function withHostLoad<Value>(
  phase: PhaseContext,
  host: LoadHost,
  { window, expected, connections }: HostLoadOptions,
  work: (load: HttpLoad) => Promise<Value>,
): Promise<Value> {
  await phase.client?.calibrate(expected);
  const load = await host.openLoad(connections, phase.signal);
  try {
    const beganNs = nowNs();
    const beganCpu = process.cpuUsage();
    const working = work(load);
    // The account tells as much of a load that ended by an error, and must not hide that error.
    await Promise.allSettled([working]);
    const cpu = process.cpuUsage(beganCpu);
    const cpuUtilization = ((cpu.user + cpu.system) * 1e3) / (nowNs() - beganNs);
    const telling = tellAccount(phase, load, window, cpuUtilization);
    await Promise.allSettled([telling]);
    const value = await working;
    await telling;
    return value;
  } finally {
    await load.close();
  }
}

/** Makes the first requests of a load, before its window begins. */
export async function makeAhead(
  phase: PhaseContext,
  load: HttpLoad,
  requests: Iterable<LoadRequest>,
): Promise<MadeAhead> {
  return await load.makeAhead(requests, phase.signal, (made, enough) =>
    phase.journal.step(`preparing prompts: ${made} of ${enough}`),
  );
}

async function tellAccount(
  phase: PhaseContext,
  load: HttpLoad,
  window: WindowName | undefined,
  cpuUtilization: number,
): Promise<void> {
  if (window === undefined) return;
  const account = { ...(await load.account()), cpuUtilization, promptWaitMs: load.idleNs / 1e6 };
  phase.journal.event({ kind: 'client-account', window, account });
}

/**
 * Hands a load over to a target that sends it at its times by itself, and writes the row of each request that is over.
 * Resolves when all are.
 */
export async function handOver(
  phase: PhaseContext,
  load: HttpLoad,
  { purpose, ...plan }: HandedLoad,
): Promise<LoadCounts> {
  let ended = 0;
  let completed = 0;
  await load.run(
    {
      ...plan,
      onOver: (outcome) => {
        const row = toRequestRow(outcome, purpose);
        phase.journal.request(row);
        phase.watch.take(row, outcome.answered);
        ended += 1;
        if (row.outcome === 'ok') completed += 1;
      },
    },
    phase.signal,
  );
  return { ended, completed };
}
