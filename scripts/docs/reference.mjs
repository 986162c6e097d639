#!/usr/bin/env node
/**
 * Writes the generated pages of docs/reference from the definitions in the builds of the packages: `npm run docs:reference`.
 * With `--check` it changes nothing, and fails when a page differs.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { apiPages } from './reference/api-pages.mjs';
import { loadDefinitions } from './reference/definitions.mjs';
import { findingTexts } from './reference/finding-texts.mjs';
import { findingsPage } from './reference/findings-page.mjs';
import { referencePages } from './reference/pages.mjs';

const FOLDER = path.join(import.meta.dirname, '..', '..', 'docs', 'reference');

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

const definitions = await loadDefinitions();
const pages = new Map([...referencePages(definitions), ...apiPages()]);
// Its texts are read from the sources, by a parser that is native code.
pages.set('findings.md', findingsPage({ ...definitions, findingTexts: findingTexts() }));

for (const [name, text] of pages) {
  const file = path.join(FOLDER, name);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (before === text) continue;
  if (!values.check) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    continue;
  }
  console.error(
    `error: docs/reference/${name} is not that of the definitions\nhelp: run npm run docs:reference`,
  );
  process.exitCode = 1;
}
