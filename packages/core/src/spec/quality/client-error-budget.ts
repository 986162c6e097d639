import * as z from 'zod';
import { MeasuredNumberSchema, type MeasuredJson } from '../measured-number.ts';

/** Maximum timing errors at p99 of a reliable client; `NaN` where nothing depends on them. */
export interface ClientErrorBudget {
  firstTokenMs: number;
  gapMs: number;
  /** Origin of the budget, in words. */
  reason: string;
}

export const ClientErrorBudgetSchema: z.ZodType<
  ClientErrorBudget,
  MeasuredJson<ClientErrorBudget>
> = z.object({
  firstTokenMs: MeasuredNumberSchema,
  gapMs: MeasuredNumberSchema,
  reason: z.string(),
});
