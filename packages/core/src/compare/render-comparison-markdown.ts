import { markdownTable } from 'markdown-table';
import { escapeMarkdown } from '../report/markdown/escape-markdown.ts';
import type { Comparison } from './comparison.ts';
import { comparisonRows, countsLine, methodLines, type ComparisonRow } from './comparison-rows.ts';
import { settingLines } from './settings/setting-lines.ts';

const HEAD = ['Metric', 'Base', 'Candidate', 'Change', 'Interval', 'Verdict', 'Remark'];

function cells({ name, base, candidate, change, interval, verdict, remark }: ComparisonRow) {
  const isFound = verdict === 'worse' || verdict === 'better';
  return [
    escapeMarkdown(name),
    base,
    candidate,
    change,
    interval,
    isFound ? `**${verdict}**` : verdict,
    escapeMarkdown(remark),
  ];
}

function list(title: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  return [title, items.map((item) => `- ${escapeMarkdown(item)}`).join('\n')];
}

function countRuns({ length }: readonly string[]): string {
  return length === 1 ? '1 run' : `${length} runs`;
}

/** A comparison as Markdown, for pull requests. */
export function renderComparisonMarkdown(comparison: Comparison): string {
  const { base, candidates } = comparison;
  const blocks = ['# Loadcell comparison', `**${countsLine(comparison)}**`];
  for (const candidate of candidates) {
    blocks.push(
      `## ${escapeMarkdown(candidate.name)} (${countRuns(candidate.runDirs)}) against ${escapeMarkdown(base.name)} (${countRuns(base.runDirs)})`,
      ...list('**Mismatch** (allowed):', candidate.mismatches),
      ...list('Other differences:', candidate.changes),
      ...list('Server settings that differ:', settingLines(candidate.settings)),
    );
    for (const { place, rows } of comparisonRows(candidate.metrics)) {
      blocks.push(
        `### ${escapeMarkdown(place)}`,
        markdownTable([HEAD, ...rows.map(cells)], {
          align: ['l', 'r', 'r', 'r', 'l', 'l', 'l'],
          alignDelimiters: false,
        }),
      );
    }
  }
  blocks.push(...list('How to read it:', methodLines(comparison)));
  return `${blocks.join('\n\n')}\n`;
}
