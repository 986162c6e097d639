import { plainPrompt } from '../../target/codec/openai.ts';
import { requestsOfSchedule } from '../../target/http/load-requests.ts';
import type { Prompt } from '../../workload/prompt.ts';
import type { PhaseContext } from '../phase.ts';
import { issueRequest } from './issue-request.ts';
import { sendOnTime, type TimedLoad } from './send-on-time.ts';

/** An open loop: single requests, made whole before it begins. */
export interface OpenLoop extends Pick<TimedLoad, 'stage' | 'schedule' | 'origin'> {
  /** One for each arrival. */
  readonly prompts: readonly Prompt[];
}

/** Sends single requests by a schedule. */
export async function runOpenLoop(
  phase: PhaseContext,
  model: string,
  loop: OpenLoop,
): Promise<void> {
  const { stage, schedule, prompts } = loop;
  await sendOnTime(phase, {
    ...loop,
    requests: (beginNs) =>
      requestsOfSchedule({ model, isGreedy: true }, prompts, schedule.offsetsNs, beginNs),
    ask: async (arrival, intendedNs) => {
      const prompt = prompts[arrival];
      if (prompt === undefined) return;
      await issueRequest(phase, {
        purpose: stage,
        model,
        prompt: plainPrompt(prompt.messages),
        maxTokens: prompt.outputTokens,
        intendedNs,
      });
    },
  });
}
