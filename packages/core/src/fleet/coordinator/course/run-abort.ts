import { LoadcellError } from '../../../spec/error/errors.ts';
import type { RunAbort } from '../../protocol/stage-messages.ts';
import { few } from '../few.ts';

/** An agent has no sign of life. */
export function lostError(agent: string, silenceMs: number): LoadcellError {
  return new LoadcellError(
    'FLEET_LOST',
    `${agent} was lost: no heartbeat for ${Math.round(silenceMs / 1000)} s`,
    { help: `check the machine and its network; ${agent} keeps what it recorded` },
  );
}

/** Another process has the name of the agent. */
export function restartedError(agent: string): LoadcellError {
  return new LoadcellError('FLEET_LOST', `${agent} was lost: it was restarted during the run`, {
    help: `read why it ended; its output folder keeps what it recorded`,
  });
}

/** An agent did not do something within its limit. */
export function overdueError(agent: string, what: string, limitMs: number): LoadcellError {
  return new LoadcellError(
    'FLEET_LOST',
    `${agent} was lost: it did not ${what} within ${Math.round(limitMs / 1000)} s`,
    { help: `check that machine; ${agent} keeps what it recorded` },
  );
}

/** The load of agents is over, and others wait for them. */
export function leftError(stage: string, agents: readonly string[]): LoadcellError {
  return new LoadcellError(
    'FLEET_STALLED',
    `the load ended on ${few(agents)}, and the others wait at stage ${stage}`,
    { help: 'read why it ended in the report, or in the output of that agent' },
  );
}

/** No agent makes progress. */
export function stalledError(limitMs: number, waiting: readonly string[]): LoadcellError {
  const who = waiting.length === 0 ? '' : `; the others wait for ${few(waiting)}`;
  return new LoadcellError(
    'FLEET_STALLED',
    `no agent made progress for ${Math.round(limitMs / 1000)} s${who}`,
    { help: 'read the output of the agents' },
  );
}

/** The reason of an abort as the agents get it. */
export function toAbort({ code, summary, help }: LoadcellError): RunAbort {
  return { code, reason: summary, ...(help === undefined ? {} : { help }) };
}
