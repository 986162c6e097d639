import type { RunEvent } from '../../stream/events/run-event.ts';
import type { EventRule } from './event-rule.ts';
import { MACHINE_RULES } from './machine-rules.ts';
import { REQUEST_RULES } from './request-rules.ts';
import { RUN_RULES } from './run-rules.ts';
import { STAGE_RULES } from './stage-rules.ts';
import { TARGET_RULES } from './target-rules.ts';

/** What becomes of the events of each kind in a merged run: a kind without a rule does not compile. */
export const EVENT_RULES: Readonly<Record<RunEvent['kind'], EventRule>> = {
  ...RUN_RULES,
  ...STAGE_RULES,
  ...TARGET_RULES,
  ...REQUEST_RULES,
  ...MACHINE_RULES,
};
