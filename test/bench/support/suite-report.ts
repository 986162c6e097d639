import { expect } from 'vitest';
import * as z from 'zod';

const TargetSchema = z.union([
  z.strictObject({ comparison: z.enum(['at least', 'at most']), value: z.number() }),
  z.strictObject({ comparison: z.literal('between'), value: z.number(), and: z.number() }),
]);

const named = {
  name: z.string().min(1),
  unit: z.string().min(1),
  better: z.enum(['lower', 'higher']).optional(),
  target: TargetSchema.optional(),
};

const MeasuredSchema = z.strictObject({
  ...named,
  value: z.number(),
  spread: z.strictObject({
    count: z.int().min(1),
    min: z.number(),
    p25: z.number(),
    p75: z.number(),
    max: z.number(),
  }),
  holds: z.boolean().optional(),
});

const AbsentSchema = z.strictObject({
  ...named,
  value: z.null(),
  reason: z.string().min(1),
  holds: z.null().optional(),
});

/** The JSON of a suite: every figure is a finite number or absent with a reason. */
const SuiteReportSchema = z.strictObject({
  suite: z.string(),
  command: z.string(),
  options: z.strictObject({
    mode: z.literal('quick'),
    sections: z.array(z.string()).min(1),
    settings: z.array(z.string()),
  }),
  commit: z.strictObject({ hash: z.string(), isDirty: z.boolean() }).nullable(),
  startedAt: z.iso.datetime(),
  durationMs: z.number(),
  machine: z.looseObject({ cpuModel: z.string(), cpuCount: z.int(), kernel: z.string() }),
  loadAverageAtEnd: z.array(z.number()),
  sections: z.array(
    z.strictObject({
      name: z.string(),
      title: z.string(),
      method: z.string(),
      durationMs: z.number(),
      figures: z.array(z.union([MeasuredSchema, AbsentSchema])).min(1),
    }),
  ),
  summary: z.strictObject({
    held: z.int(),
    missed: z.array(z.string()),
    notMeasured: z.array(z.string()),
    failedSections: z.array(z.string()).length(0),
  }),
});

/**
 * Parses the JSON of a suite, and expects its sections in this order and a summary that counts every figure with a target.
 * @throws when it is not a report, or a section failed
 */
export function readSuiteReport(stdout: string, suite: string, sections: readonly string[]) {
  const report = SuiteReportSchema.parse(JSON.parse(stdout));
  expect(report.suite).toBe(suite);
  expect(report.sections.map(({ name }) => name)).toEqual(sections);
  for (const { name, figures } of report.sections) {
    const names = figures.map((figure) => figure.name);
    expect(new Set(names).size, name).toBe(names.length);
  }
  const { held, missed, notMeasured } = report.summary;
  const judged = report.sections
    .flatMap(({ figures }) => figures)
    .filter(({ target }) => target !== undefined);
  expect(judged.every(({ holds }) => holds !== undefined)).toBe(true);
  expect(held + missed.length + notMeasured.length).toBe(judged.length);
  return report;
}
