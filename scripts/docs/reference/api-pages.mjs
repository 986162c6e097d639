import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { code, page } from './markdown.mjs';

const ROOT = path.join(import.meta.dirname, '../../..');
const TYPEDOC = path.join(ROOT, 'docs/node_modules/typedoc/bin/typedoc');

const OPTIONS = {
  entryPoints: path.join(ROOT, 'packages/core/src/index.ts'),
  tsconfig: path.join(ROOT, 'packages/core/tsconfig.json'),
  plugin: 'typedoc-plugin-markdown',
  outputFileStrategy: 'modules',
  readme: 'none',
  // The workspace has another version of TypeScript, which has checked the sources.
  skipErrorChecking: true,
  disableSources: true,
  excludeExternals: true,
  excludePrivate: true,
  hideBreadcrumbs: true,
  hidePageHeader: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  propertyMembersFormat: 'table',
  typeDeclarationFormat: 'table',
  'tableColumnSettings.hideModifiers': true,
  typeDeclarationVisibility: 'compact',
  maxTypeConversionDepth: 2,
  logLevel: 'Error',
};

/** Pages by the heading that typedoc gives to their part. */
const PAGES = {
  Classes: 'classes',
  Interfaces: 'interfaces',
  'Type Aliases': 'types',
  Variables: 'variables',
  Functions: 'functions',
};

/** The pages of the API of `@loadcell/core` by file name, from the comments in its sources. */
export function apiPages() {
  const parts = runTypedoc()
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const [title, ...lines] = part.split('\n');
      if (PAGES[title] === undefined) throw new Error(`typedoc made an unknown part: ${title}`);
      return { title, name: PAGES[title], text: lines.join('\n') };
    });
  const places = new Map(
    parts.flatMap(({ name, text }) => namesIn(text).map((member) => [slugOf(member), name])),
  );
  const pages = parts.map(({ title, name, text }) => [
    `api/${name}.md`,
    page(`API: ${title.toLowerCase()}`, cleaned(text, places)),
  ]);
  return new Map([['api/index.md', indexPage(parts)], ...pages]);
}

function runTypedoc() {
  const out = mkdtempSync(path.join(tmpdir(), 'loadcell-api-'));
  try {
    const flags = Object.entries({ ...OPTIONS, out }).flatMap(([key, value]) => [
      `--${key}`,
      String(value),
    ]);
    // It looks for its plugin in the working directory.
    execFileSync(process.execPath, [TYPEDOC, ...flags], { cwd: path.join(ROOT, 'docs') });
    return readFileSync(path.join(out, 'README.md'), 'utf8');
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** Members of a part, as their headings write them. */
function namesIn(text) {
  return Array.from(text.matchAll(/^### (.+)$/gm), ([, heading]) => heading);
}

/** The anchor of a heading on the site. */
function slugOf(heading) {
  return heading
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

/** Links lead to members only: anchors within a member change with the members before it. */
function cleaned(text, places) {
  return text
    .replaceAll(/<a id="[^"]*"><\/a> /g, '')
    .replaceAll(/^\*\*\*\n\n/gm, '')
    .replaceAll(/(?<= \| )-(?= \|)/g, '')
    .replaceAll(/\[([^\]]+)\]\(#([^)]+)\)/g, (_, label, anchor) => {
      const slug = slugOf(anchor);
      const name = places.get(slug);
      return name === undefined ? label : `[${label}](./${name}.md#${slug})`;
    })
    .trim();
}

function indexPage(parts) {
  return page(
    'API of @loadcell/core',
    'What `@loadcell/core` exports, from the comments in its sources.',
    parts.map(({ title, name, text }) => [
      `## [${title}](./${name}.md)`,
      namesIn(text)
        .map((heading) => {
          const member = heading.replaceAll('\\', '').replace('()', '');
          return `[${code(member)}](./${name}.md#${slugOf(heading)})`;
        })
        .join(', '),
    ]),
  );
}
