import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runProgram } from '../commands/run-program.mjs';

const ENDINGS = { ts: 'ts', typescript: 'ts', js: 'js', javascript: 'js', mjs: 'mjs' };

/** Packages of the checkout that a block may extend. */
const OF_CHECKOUT = /^(?:packages|test|bench|examples)\//u;

/** `pages/guide/load/block-12.ts(3,7): error TS2322: …` */
const ERROR = /^(.+?)\((\d+),\d+\): error (TS\d+): (.*)$/u;

/** Whether a block is TypeScript or JavaScript. */
export function isModule({ language }) {
  return language in ENDINGS;
}

/**
 * Where a block is written: below its page under its title, or, where the title is a path of the checkout, where that
 * file would be.
 */
function placeOf(block, taken) {
  const page = block.file.replace(/\.md$/u, '');
  const { title = `block-${block.line}.${ENDINGS[block.language]}` } = block;
  const place = path.posix.join('pages', page, title);
  return taken.has(place) ? path.posix.join('pages', page, `at-${block.line}`, title) : place;
}

/** Whether a block extends the checkout, whose files its imports then find. */
function isOfCheckout({ title = '' }) {
  return OF_CHECKOUT.test(title);
}

/** Folders that stand in for the checkout, one per page. */
function overlaysOf(places) {
  const found = [...places]
    .filter(([, block]) => isOfCheckout(block))
    .map(([place, { title }]) => place.slice(0, -title.length - 1));
  return [...new Set(found)];
}

function compilerOptions(root, folder, places) {
  const overlays = overlaysOf(places);
  return {
    noEmit: true,
    declaration: false,
    allowJs: true,
    checkJs: true,
    moduleDetection: 'force',
    noUnusedLocals: false,
    noUnusedParameters: false,
    typeRoots: [path.join(root, 'node_modules/@types')],
    // Users get the declarations of the packages, which are read in a fraction of the time that their sources take.
    ...(overlays.length === 0
      ? {}
      : {
          customConditions: ['@loadcell/source'],
          rootDirs: [root, ...overlays.map((place) => path.join(folder, place))],
        }),
  };
}

async function compile(root, folder, blocks) {
  if (blocks.length === 0) return [];
  const places = new Map();
  for (const block of blocks) places.set(placeOf(block, places), block);
  for (const [place, { text }] of places) {
    const file = path.join(folder, place);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
  const tsconfig = {
    extends: path.join(root, 'tsconfig.base.json'),
    compilerOptions: compilerOptions(root, folder, places),
    files: [...places.keys()],
  };
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  const args = [tsc, '-p', 'tsconfig.json', '--pretty', 'false'];
  const { code, output } = await runProgram(process.execPath, args, { cwd: folder });
  if (code === 0) return [];
  const problems = output.split('\n').flatMap((text) => {
    const [, place, line, error, message] = ERROR.exec(text) ?? [];
    const block = places.get(place);
    if (block === undefined) return [];
    return [{ file: block.file, line: block.line + Number(line), what: `${error}: ${message}` }];
  });
  if (problems.length === 0) throw new Error(`tsc ended with exit code ${code}:\n${output}`);
  return problems;
}

/**
 * Checks the types of blocks, each a module of its own: those of users against the built packages, those that extend the
 * checkout among its sources.
 * @param {string} root the checkout
 * @param {string} folder temporary folder
 */
export async function checkTypes(root, folder, blocks) {
  const [ofUsers, ofCheckout] = await Promise.all([
    compile(
      root,
      path.join(folder, 'users'),
      blocks.filter((block) => !isOfCheckout(block)),
    ),
    compile(root, path.join(folder, 'checkout'), blocks.filter(isOfCheckout)),
  ]);
  return [...ofUsers, ...ofCheckout];
}
