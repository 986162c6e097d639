#!/usr/bin/env node
/**
 * Checks the documents: `npm run docs:check [-- PATH...]`. Blocks of code are run or type-checked, links resolve, and the site
 * builds. A fence says how its block is checked: CONTRIBUTING.md lists the words.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { checkFences, uncheckedOf } from './check/check-fences.mjs';
import { checkSite } from './check/check-site.mjs';
import { checkConfigModules, checkData, isData } from './check/code/check-data.mjs';
import { checkSources, isSource } from './check/code/check-sources.mjs';
import { checkTypes, isModule } from './check/code/check-types.mjs';
import { CommandCheck, isScript } from './check/commands/check-commands.mjs';
import { startStandIns } from './check/commands/stand-ins.mjs';
import { writeShims } from './check/commands/write-shims.mjs';
import { checkLinks } from './check/links/check-links.mjs';
import { listPages } from './check/list-pages.mjs';
import { loadPackages } from './check/load-packages.mjs';
import { readPage } from './check/read-page.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    root: { type: 'string', default: path.join(import.meta.dirname, '../..') },
    'no-site': { type: 'boolean', default: false },
  },
});
const root = path.resolve(values.root);
const checkout = path.resolve(import.meta.dirname, '../..');

/** Whether a page is among those that the command line names. */
function isNamed({ file }) {
  return (
    positionals.length === 0 ||
    positionals.some((name) => file === name || file.startsWith(`${name.replace(/\/$/u, '')}/`))
  );
}

async function checkCommands(pages, folder, packages) {
  const blocks = pages.flatMap((page) => page.blocks);
  if (!blocks.some((block) => isScript(block) && block.reason === undefined))
    return { problems: [], calls: 0 };
  const loadcell = path.join(checkout, 'packages/cli/bin/loadcell.js');
  const standIns = await startStandIns(loadcell, folder);
  try {
    const check = new CommandCheck({
      root: checkout,
      folder: path.join(folder, 'commands'),
      standIns,
      loadcell,
      path: writeShims(folder, loadcell),
      ...packages,
    });
    const problems = [];
    for (const page of pages) problems.push(...(await check.check(page)));
    return { problems, calls: check.calls };
  } finally {
    standIns.stop();
  }
}

async function checkAll(folder) {
  const pages = listPages(root).map(({ file, hasBlocks }) => {
    const page = readPage(root, file);
    return hasBlocks ? page : { ...page, blocks: [] };
  });
  const named = pages.filter(isNamed);
  if (named.length === 0) throw new Error(`no page is named ${positionals.join(' or ')}`);
  const blocks = named.flatMap((page) => page.blocks);
  const checked = blocks.filter(({ reason }) => reason === undefined);
  const modules = checked.filter(isModule);
  const packages = await loadPackages(checkout);
  const quick = [
    ...checkFences(blocks),
    ...checkLinks(root, named, new Map(pages.map((page) => [page.file, page]))),
    ...checkData(checked.filter(isData), packages),
  ];
  const [types, sources, configs, site, commands] = await Promise.all([
    checkTypes(checkout, path.join(folder, 'types'), modules),
    checkSources(checkout, path.join(folder, 'sources'), checked.filter(isSource)),
    checkConfigModules(modules, path.join(folder, 'configs'), packages),
    values['no-site'] || positionals.length > 0 ? [] : checkSite(root, folder),
    checkCommands(named, folder, packages),
  ]);
  return {
    problems: [...quick, ...types, ...sources, ...configs, ...commands.problems, ...site],
    unchecked: uncheckedOf(blocks),
    summary: `${named.length} pages, ${blocks.length} blocks, ${commands.calls} commands`,
  };
}

function print({ problems, unchecked, summary }) {
  const inOrder = problems.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
  for (const { file, line, what } of inOrder) {
    console.error(`${file}:${line}: ${what.trimEnd().replaceAll('\n', '\n    ')}`);
  }
  for (const { file, line, reason } of unchecked)
    console.log(`not checked: ${file}:${line}: ${reason}`);
  console.log(
    `${summary}, ${unchecked.length} not checked, ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`,
  );
}

const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-docs-'));
try {
  const result = await checkAll(folder);
  print(result);
  process.exitCode = result.problems.length > 0 ? 1 : 0;
} finally {
  process.chdir(checkout);
  rmSync(folder, { recursive: true, force: true });
}
