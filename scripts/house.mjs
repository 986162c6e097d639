#!/usr/bin/env node
/**
 * Holds the house to its measure: files of a folder, lines of a file, circles of imports, words that people read.
 * `npm run lint` runs it.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { findBannedWords } from './house/find-banned-words.mjs';
import { findCrowded } from './house/find-crowded.mjs';
import { phrasesOfCpp, phrasesOfMarkdown, phrasesOfModule } from './house/read-strings.mjs';
import { listFiles } from './map/list-files.mjs';
import { readImports } from './map/read-imports.mjs';
import { circlesOf } from './map/rooms.mjs';

const root = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, '..'));

const READERS = [
  [/^packages\/(?:\w+\/src|core\/page\/src)\/.*\.ts$/, phrasesOfModule],
  [/^native\/src\/.*\.(?:cc|h)$/, (_file, text) => phrasesOfCpp(text)],
  [
    /^(?:README|ARCHITECTURE|CONTRIBUTING|native\/README|docs\/(?:index|quick-start|guide\/[\w-]+))\.md$/,
    (_file, text) => phrasesOfMarkdown(text),
  ],
];

/** Words that prompts are built from. */
const VOCABULARY = 'packages/core/src/workload/words.ts';

function wordsOf(file) {
  if (file === VOCABULARY) return [];
  const [, read] = READERS.find(([pattern]) => pattern.test(file)) ?? [];
  if (read === undefined) return [];
  return findBannedWords(file, read(file, readFileSync(path.join(root, file), 'utf8')));
}

const files = listFiles(root);
const wrong = [
  ...findCrowded(root, files),
  ...circlesOf(readImports(root)).map((circle) => `circle of imports: ${circle.join(', ')}`),
  ...files.flatMap(wordsOf),
];
for (const line of wrong) console.error(line);
if (wrong.length > 0) {
  console.error(`${wrong.length} ${wrong.length === 1 ? 'problem' : 'problems'} in the house`);
  process.exitCode = 1;
}
