import * as z from 'zod';
import { ComparisonSchema, type Comparison } from './comparison.ts';

/** A comparison as JSON; `null` stands for what was not measured, or has no bound. */
export function renderComparisonJson(comparison: Comparison): string {
  return `${JSON.stringify(z.encode(ComparisonSchema, comparison), undefined, 2)}\n`;
}
