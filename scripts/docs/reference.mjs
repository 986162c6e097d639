#!/usr/bin/env node
/**
 * Writes the generated pages of docs/reference from the definitions in the builds of the packages: `npm run docs:reference`.
 * With `--check` it changes nothing, and fails when a page differs.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadDefinitions } from './reference/definitions.mjs';
import { referencePages } from './reference/pages.mjs';

const FOLDER = path.join(import.meta.dirname, '..', '..', 'docs', 'reference');

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

for (const [name, text] of referencePages(await loadDefinitions())) {
  const file = path.join(FOLDER, name);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (before === text) continue;
  if (!values.check) {
    writeFileSync(file, text);
    continue;
  }
  console.error(
    `error: docs/reference/${name} is not that of the definitions\nhelp: run npm run docs:reference`,
  );
  process.exitCode = 1;
}
