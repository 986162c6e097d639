import { markdownTable } from 'markdown-table';
import { formatMs } from '../metric/format-value.ts';
import type { Conclusion } from './conclude-run.ts';
import { glossary } from './glossary.ts';
import { environmentLines, honestyLines } from './honesty.ts';
import { reportRows, type ReportRow } from './report-rows.ts';

/** A whole conclusion as Markdown, for pull requests and wikis. Text that comes from a host is escaped. */
export function renderMarkdown({ results, report, verdict }: Conclusion): string {
  const { status, passedPhases, totalPhases, duration } = report.summary;
  const blocks = [
    `# ${escapeMarkdown(report.title)}`,
    `**${status}** · ${passedPhases} of ${totalPhases} phases passed · ${formatMs(duration)} · ${report.timestamp}`,
  ];
  if (!verdict.complete) {
    blocks.push(`**Incomplete**: the run was ${results.status} before its end. It cannot pass.`);
  }
  for (const phase of results.phases) {
    const failures = verdict.phases.find((one) => one.phase === phase.name)?.failures ?? [];
    blocks.push(
      `## ${escapeMarkdown(phase.name)}: ${phase.success ? 'pass' : 'fail'}`,
      ...list(failures.map(({ error }) => error.message)),
      markdownTable(
        [
          ['Metric', 'Value', 'Threshold', 'Verdict', 'Remark'],
          ...reportRows(phase).map((row) => cells(row)),
        ],
        { align: ['l', 'r', 'r', 'l', 'l'], alignDelimiters: false, padding: true },
      ),
      ...list(honestyLines(phase)),
    );
  }
  if (verdict.errors.length > 0) {
    blocks.push('## Errors', ...list(verdict.errors.map((error) => error.message)));
  }
  if (report.recommendations !== undefined) {
    blocks.push('## Recommendations', ...list(report.recommendations));
  }
  const environment = environmentLines(results.environment);
  if (environment.length > 0) blocks.push('## Environment', ...list(environment));
  const definitions = glossary(results).map(({ name, description, formula }) =>
    [name, description, formula].map(escapeMarkdown),
  );
  blocks.push(
    '## Definitions',
    markdownTable([['Metric', 'What it is', 'Formula'], ...definitions]),
  );
  return `${blocks.join('\n\n')}\n`;
}

function cells({ name, value, threshold, status, remark }: ReportRow): string[] {
  const verdict = status === 'unjudged' ? '' : status === 'fail' ? '**fail**' : status;
  return [escapeMarkdown(name), value, threshold, verdict, escapeMarkdown(remark)];
}

/** One block with an item a line; no block for no items. */
function list(items: readonly string[]): string[] {
  if (items.length === 0) return [];
  return [items.map((item) => `- ${escapeMarkdown(item)}`).join('\n')];
}

/** Makes text stand for itself in Markdown: one line, no markup, no HTML, no table cell of its own. */
export function escapeMarkdown(text: string): string {
  return (
    text
      // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
      .replaceAll(/[\u0000-\u001F\u007F-\u009F]+/gu, ' ')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll(/[\\`*_[\]|~#!]/gu, String.raw`\$&`)
      // Bare addresses become links in some renderers.
      .replaceAll('://', '\\://')
  );
}
