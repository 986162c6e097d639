import { nowNs } from '../../stream/clock.ts';
import type { PhaseContext } from '../phase.ts';
import { issueRequest } from './issue-request.ts';
import { bringIn, takeOut } from './load-model.ts';
import type { StepPrompts } from './step-prompts.ts';

/**
 * Times a switch of models: from the request for `to` while `from` is resident until the first token of `to`, with
 * the load and, when the policy releases first, the unload inside.
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
  if (phase.switchPolicy === 'unload-first') await takeOut(phase, from);
  await bringIn(phase, to);
  const request = { purpose: 'model-switch', model: to, maxTokens: 1, beganNs } as const;
  await issueRequest(phase, { ...prompts.short(), ...request });
  if (phase.switchPolicy === 'load-first') await takeOut(phase, from);
  phase.journal.event({ kind: 'switch-ended', from, to });
}
