/**
 * Writes the manual that ships with the package, one page for each command, generated from the tables that the help comes
 * from. SOURCE_DATE_EPOCH sets the date of a reproducible build. Run in the folder of the package, after `prune-dist.mjs`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { COMMANDS } from '../dist/program/commands.js';
import { GLOBAL_FLAGS } from '../dist/program/global-flags.js';
import { manPages } from '../dist/program/man/man-pages.js';

const FOLDER = 'dist/man';

const { SOURCE_DATE_EPOCH } = process.env;
const date = SOURCE_DATE_EPOCH ? new Date(Number(SOURCE_DATE_EPOCH) * 1000) : new Date();
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

mkdirSync(FOLDER, { recursive: true });
const pages = manPages({ commands: COMMANDS, globalFlags: GLOBAL_FLAGS, version, date });
for (const { file, source } of pages) writeFileSync(path.join(FOLDER, file), source);
