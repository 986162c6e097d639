import { createHash } from 'node:crypto';
import type { ReportInput } from '../report-format.ts';
import { buildPageData } from './build-page-data.ts';
import { embedJson, escapeHtml } from './embed-json.ts';
import { readPageAsset, type PageAsset } from './page-asset.ts';
import type { PageData } from './page-data.ts';
import { VERDICT_TITLES } from './verdict-titles.ts';

/** Renders a report as one self-contained HTML file, which needs no network and no server. */
export function renderHtml(input: ReportInput): string {
  return renderPage(buildPageData(input), readPageAsset());
}

/** Renders the page of a run as one HTML file. */
export function renderPage(data: PageData, asset: PageAsset): string {
  const title = `${VERDICT_TITLES[data.status]}: ${data.title}`;
  return renderDocument(
    {
      title,
      fallback: [
        data.verdictText,
        'Charts and tables need JavaScript. The same results are in report.md and results.json next to this file.',
      ],
      data,
    },
    asset,
  );
}

/** The content of a page, other than its script and style. */
interface DocumentParts {
  readonly title: string;
  /** Paragraphs shown without JavaScript. */
  readonly fallback: readonly string[];
  /** Data for the script. */
  readonly data: unknown;
}

/**
 * Combines data, script and style in one file. Its content security policy allows only this script and this style, by
 * hash: no request of any kind, and no script that a server could inject through the data.
 */
export function renderDocument(
  { title, fallback, data }: DocumentParts,
  { script, style }: PageAsset,
): string {
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<noscript>',
    `<h1>${escapeHtml(title)}</h1>`,
    ...fallback.map((text) => `<p>${escapeHtml(text)}</p>`),
    '</noscript>',
    '<div id="report"></div>',
    `<script type="application/json" id="report-data">${embedJson(data)}</script>`,
    `<script>${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** The policy expression that allows a script or style. */
function hashOf(content: string): string {
  return `sha256-${createHash('sha256').update(content, 'utf8').digest('base64')}`;
}
