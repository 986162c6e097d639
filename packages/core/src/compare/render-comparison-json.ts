import * as z from 'zod';
import { ComparisonSchema, type Comparison } from './comparison.ts';

/** A comparison as JSON; `null` stands for unmeasured and unbounded numbers. */
export function renderComparisonJson(comparison: Comparison): string {
  return `${JSON.stringify(z.encode(ComparisonSchema, comparison), undefined, 2)}\n`;
}
