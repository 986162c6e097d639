import { errorsPresent } from './rules/errors-present.ts';
import { memoryGrew } from './rules/memory-grew.ts';
import { memoryResidueLarge } from './rules/memory-residue.ts';
import { nearMemoryLimit } from './rules/near-memory-limit.ts';
import { phaseSkipped } from './rules/phase-skipped.ts';
import type { Rule } from './rules/rule.ts';
import { samplerFellBehind } from './rules/sampler-fell-behind.ts';
import { sendLagLarge } from './rules/send-lag.ts';
import { slowSwitch } from './rules/slow-switch.ts';
import { tooFewSamples } from './rules/too-few-samples.ts';
import type { RunResults } from './run-results.ts';

/** Every rule, the gravest first: the order of the recommendations. */
const RULES: readonly Rule[] = [
  errorsPresent,
  nearMemoryLimit,
  memoryGrew,
  memoryResidueLarge,
  slowSwitch,
  tooFewSamples,
  sendLagLarge,
  samplerFellBehind,
  phaseSkipped,
];

/** What the data advise. */
export function recommend(results: RunResults): string[] {
  return RULES.flatMap((rule) => rule.advise(results));
}
