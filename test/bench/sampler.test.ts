import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

const program = fileURLToPath(new URL('../../bench/main.mjs', import.meta.url));

const TargetSchema = z.strictObject({
  comparison: z.enum(['at least', 'at most']),
  value: z.number(),
});

const named = { name: z.string().min(1), unit: z.string().min(1), target: TargetSchema.optional() };

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

/** What the suite prints: every figure is a finite number or absent with a reason. */
const ReportSchema = z.strictObject({
  suite: z.literal('sampler'),
  command: z.string(),
  mode: z.literal('quick'),
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

async function bench(...args: string[]) {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code: Number(code), stdout, stderr };
}

describe('the sampler suite of the benchmarks', () => {
  it('prints one object with every section, each figure a number or absent with a reason', async () => {
    const { code, stdout, stderr } = await bench('sampler', '--quick', '--json');
    expect(code, stderr).toBe(0);
    const report = ReportSchema.parse(JSON.parse(stdout));
    expect(report.sections.map(({ name }) => name)).toEqual([
      'main-thread',
      'blocked',
      'spikes',
      'truth',
      'cost',
      'endurance',
    ]);
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
  });

  it('prints a table of one section for people', async () => {
    const { code, stdout, stderr } = await bench('sampler', '--quick', '--section', 'truth');
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/residentDifferencePages.*pages.*at most 1/);
    expect(stdout).not.toContain('native1msVisibleShare');
  });

  it.each([
    ['a suite that does not exist', ['samplr'], /samplr.*Known suites:.*sampler/],
    ['no suite', [], /Known suites:.*sampler/],
    ['an unknown option', ['sampler', '--fast'], /--fast.*--quick/],
    ['an unknown section', ['sampler', '--section', 'spike'], /"spike".*spikes/],
    ['two lengths at once', ['sampler', '--quick', '--long'], /--quick and --long/],
  ])('%s ends with 2, says what there is and measures nothing', async (_what, args, says) => {
    const { code, stdout, stderr } = await bench(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(says);
  });
});
