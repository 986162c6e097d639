import { plainPrompt } from '../../target/codec/openai.ts';
import { requestsOfSchedule } from '../../target/http/supply/load-requests.ts';
import type { Prompt } from '../../workload/prompt.ts';
import type { PhaseContext } from '../phase.ts';
import { issueRequest } from './issue-request.ts';
import { sendOnTime, type TimedLoad } from './send-on-time.ts';

/** Open loop: requests arrive by a schedule, whatever became of those before. */
export interface OpenLoop extends Pick<TimedLoad, 'stage' | 'schedule' | 'origin' | 'sharing'> {
  /** One for each arrival, made as its time comes. */
  readonly prompts: Iterable<Prompt>;
}

/** Sends single requests by a schedule. */
export async function runOpenLoop(
  phase: PhaseContext,
  model: string,
  loop: OpenLoop,
): Promise<void> {
  const { stage, schedule, prompts } = loop;
  const source = prompts[Symbol.iterator]();
  await sendOnTime(phase, {
    ...loop,
    makeRequests: () => requestsOfSchedule({ model, isGreedy: true }, prompts, schedule.offsetsNs),
    ask: async (_arrival, intendedNs) => {
      const { value: prompt, done } = source.next();
      if (done === true) return;
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
