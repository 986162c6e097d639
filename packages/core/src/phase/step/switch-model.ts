import { nowNs } from '../../stream/clock.ts';
import type { PhaseContext } from '../phase.ts';
import { issueRequest } from './issue-request.ts';
import { recordLoad, recordUnload } from './load-model.ts';
import type { StepPrompts } from './step-prompts.ts';

/**
 * Times a model switch: from the call while `from` is loaded to the first token of `to`. Includes the load and, when the
 * policy unloads first, the unload.
 */
export async function switchModel(
  phase: PhaseContext,
  from: string,
  to: string,
  prompts: Pick<StepPrompts, 'short'>,
): Promise<void> {
  phase.journal.step(`switch from ${from} to ${to}`);
  const beganNs = nowNs();
  phase.journal.event({ kind: 'switch-began', from, to }, beganNs);
  if (phase.switchPolicy === 'unload-first') await recordUnload(phase, from);
  await recordLoad(phase, to);
  const request = { purpose: 'model-switch', model: to, maxTokens: 1, beganNs } as const;
  await issueRequest(phase, { ...prompts.short(), ...request });
  if (phase.switchPolicy === 'load-first') await recordUnload(phase, from);
  phase.journal.event({ kind: 'switch-ended', from, to });
}
