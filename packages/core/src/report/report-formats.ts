import { RUN_FILES } from '../stream/files/run-directory.ts';
import type { ReportFormat } from './report-format.ts';

/**
 * Every format of a report. To add one, add an entry here: `run`, `report`, their help and their checks pick it up. A run
 * writes the formats that it keeps in this order, the figures first.
 */
export const REPORT_FORMATS: readonly ReportFormat[] = [
  {
    name: 'terminal',
    file: 'report.txt',
    isKept: false,
    isPrintable: true,
    render: async (input, options) => {
      const { renderTerminal } = await import('./terminal/render-terminal.ts');
      return renderTerminal(input, options);
    },
  },
  {
    name: 'results',
    file: RUN_FILES.results,
    isKept: true,
    isPrintable: true,
    render: async ({ results }) => {
      const { renderResultsJson } = await import('./json/render-json.ts');
      return renderResultsJson(results);
    },
  },
  {
    name: 'json',
    file: RUN_FILES.report,
    isKept: true,
    isPrintable: true,
    render: async ({ report }) => {
      const { renderReportJson } = await import('./json/render-json.ts');
      return renderReportJson(report);
    },
  },
  {
    name: 'md',
    file: RUN_FILES.markdown,
    isKept: true,
    isPrintable: true,
    render: async (input) => {
      const { renderMarkdown } = await import('./markdown/render-markdown.ts');
      return renderMarkdown(input);
    },
  },
  {
    name: 'html',
    file: RUN_FILES.html,
    isKept: true,
    isPrintable: false,
    render: async (input) => {
      const { renderHtml } = await import('./page/render-html.ts');
      return renderHtml(input);
    },
  },
  {
    name: 'junit',
    file: RUN_FILES.junit,
    isKept: true,
    isPrintable: true,
    render: async (input) => {
      const { renderJunit } = await import('./junit/render-junit.ts');
      return renderJunit(input);
    },
  },
  {
    name: 'prometheus',
    file: 'metrics.prom',
    isKept: false,
    isPrintable: true,
    render: async (input) => {
      const { renderPrometheus } = await import('./prometheus/render-prometheus.ts');
      return renderPrometheus(input);
    },
  },
  {
    name: 'perfetto',
    file: 'trace.json.gz',
    isKept: false,
    isPrintable: false,
    render: async ({ streams, report }) => {
      const { renderTrace } = await import('./trace/render-trace.ts');
      return renderTrace(streams, report.title);
    },
  },
];

/** The format of a name. */
export function findReportFormat(name: string): ReportFormat | undefined {
  return REPORT_FORMATS.find((format) => format.name === name);
}
