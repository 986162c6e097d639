import { nowNs } from '../../stream/clock.ts';
import { waitFor } from '../../stream/long-timer.ts';
import type { HttpLoad } from '../../target/server/load/http-load.ts';
import type { LoadPlan } from '../../target/server/load/load-plan.ts';
import type { LoadRequest } from '../../target/server/load/load-request.ts';
import type { MadeAhead } from '../../target/server/load/supply/made-ahead.ts';
import { toRequestRow } from '../../target/server/request/to-request-row.ts';
import type { LoadConnections, LoadRunner } from '../../target/load-runner.ts';
import type { PhaseContext } from '../phase.ts';
import type { StageWork } from './in-stage.ts';
import { LoadTokens } from '../watch/load-tokens.ts';

/** A load that is handed over whole. */
export interface HandedLoad extends Omit<LoadPlan, 'onOver' | 'onSent' | 'onLoadEnded' | 'stop'> {
  /** Has counted `requests`; counts what follows them. */
  readonly tokens: LoadTokens;
}

/**
 * Opens connections for the load of a stage before its clock starts, and closes them whatever happens. The client's account
 * of itself over the load goes to the events.
 */
export async function withLoadRunner<Value>(
  { phase, name }: Pick<StageWork, 'phase' | 'name'>,
  host: LoadRunner,
  connections: LoadConnections,
  work: (load: HttpLoad, tokens: LoadTokens) => Promise<Value>,
): Promise<Value> {
  const load = await open(phase, name, () => host.openLoad(connections, phase.signal));
  const tokens = new LoadTokens(phase.tokens);
  try {
    const beganNs = nowNs();
    const beganCpu = process.cpuUsage();
    const working = work(load, tokens);
    // The account tells as much of a load that ended by an error, and must not hide that error.
    await Promise.allSettled([working]);
    const cpu = process.cpuUsage(beganCpu);
    const cpuUtilization = ((cpu.user + cpu.system) * 1e3) / (nowNs() - beganNs);
    const telling = tellAccount(phase, load, name, cpuUtilization);
    await Promise.allSettled([telling]);
    const value = await working;
    await telling;
    return value;
  } finally {
    tokens.end();
    await load.close();
  }
}

/** How long the end of a process may take to be seen after its server refuses connections, ms. */
const DEATH_IS_SEEN_MS = 1000;

/**
 * Opens a load.
 * @throws {TargetError} when the server has answered and is gone now; where its process has died, that ends the phase first
 */
async function open(
  { target, watch, signal }: PhaseContext,
  stage: string,
  opening: () => Promise<HttpLoad>,
): Promise<HttpLoad> {
  try {
    return await opening();
  } catch (error) {
    if (!(error instanceof Error) || !watch.hasSucceeded) throw error;
    signal.throwIfAborted();
    if (target.pid !== undefined) {
      await Promise.race([target.exited, waitFor(DEATH_IS_SEEN_MS, signal)]);
      signal.throwIfAborted();
    }
    throw watch.lostBefore(`stage ${stage}`, error);
  }
}

/**
 * Makes the first requests of a load, before its window begins.
 * @param count of a load that has so many requests: all of them, as far as they fit
 */
export async function makeAhead(
  phase: PhaseContext,
  load: HttpLoad,
  requests: Iterable<LoadRequest>,
  count?: number,
): Promise<MadeAhead> {
  return await load.makeAhead(
    requests,
    phase.signal,
    (made, enough) => phase.journal.step(`preparing prompts: ${made} of ${enough}`),
    count,
  );
}

async function tellAccount(
  phase: PhaseContext,
  load: HttpLoad,
  stage: string,
  cpuUtilization: number,
): Promise<void> {
  const account = { ...(await load.account()), cpuUtilization, promptWaitMs: load.idleNs / 1e6 };
  phase.journal.event({ kind: 'client-account', stage, account });
}

/**
 * Hands a load over to a target that sends it at its times by itself, and writes the row of each request that is over.
 * Resolves when all are.
 * @throws why a request that it came to was refused, once those before are over
 */
export async function handOver(
  {
    phase,
    purpose,
    watch,
    untilDecided,
    limits,
  }: Pick<StageWork, 'phase' | 'purpose' | 'watch' | 'untilDecided' | 'limits'>,
  load: HttpLoad,
  { followUp, tokens, ...plan }: HandedLoad,
): Promise<void> {
  let isEndedByTime = false;
  await load.run(
    {
      ...plan,
      ...(followUp === undefined
        ? {}
        : {
            followUp: (outcome) => {
              const next = followUp(outcome);
              return next === undefined ? undefined : tokens.count(next);
            },
          }),
      stop: limits.signal,
      onSent: (request, atNs) => {
        watch.noteSent(request.isWarmup);
        limits.noteSent(atNs);
        untilDecided?.noteSent(request, atNs, request.isWarmup);
      },
      onLoadEnded: (atNs) => {
        isEndedByTime = true;
        watch.noteLoadEnded(atNs);
      },
      onOver: (outcome) => {
        tokens.noteOver(outcome);
        const row = toRequestRow(outcome, outcome.request.isWarmup ? 'warm-up' : purpose);
        phase.journal.request(row);
        untilDecided?.noteOver(outcome.request);
        phase.watch.take(row, outcome.answered);
      },
    },
    phase.signal,
  );
  // A load that ended by time or by itself needed no more tokens.
  if (!isEndedByTime) tokens.throwRefusal();
}
