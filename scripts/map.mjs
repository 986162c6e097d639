#!/usr/bin/env node
/**
 * Draws the map of ARCHITECTURE.md from the imports: `npm run map`. With `--check` it changes nothing, and fails when the
 * map is not that of the imports.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { drawMap, withMap } from './map/draw-map.mjs';
import { readImports } from './map/read-imports.mjs';

const { values, positionals } = parseArgs({
  options: { check: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const root = path.resolve(positionals[0] ?? path.join(import.meta.dirname, '..'));
const file = path.join(root, 'ARCHITECTURE.md');
const page = readFileSync(file, 'utf8');
const drawn = withMap(page, drawMap(readImports(root)));
if (!values.check) {
  writeFileSync(file, drawn);
} else if (drawn !== page) {
  console.error(
    'error: the map in ARCHITECTURE.md is not that of the imports\nhelp: run npm run map',
  );
  process.exitCode = 1;
}
