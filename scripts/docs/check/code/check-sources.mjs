import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runProgram } from '../commands/run-program.mjs';

const PARSE = `
import ast, sys
try:
    ast.parse(sys.stdin.read())
except SyntaxError as error:
    sys.exit(f"{error.lineno}: {error.msg}")
`;

/** `…/block-12.cc:3:7: error: …` */
const CPP_ERROR = /:(\d+):\d+: (?:fatal )?error: (.*)$/mu;
/** `3: invalid syntax` */
const PYTHON_ERROR = /^(\d+): (.*)$/mu;

/** Compiles C++ without output, among the sources of the native part. */
function checkCpp(root, folder, { file, line, title, text }) {
  const place = path.join(folder, file.replace(/\.md$/u, ''), title ?? `block-${line}.cc`);
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, text);
  const tree = path.join(folder, file.replace(/\.md$/u, ''), 'native');
  const includes = [tree, path.join(root, 'native')].flatMap((native) => [
    `-I${native}/src`,
    `-I${native}/test`,
  ]);
  const args = ['-std=c++20', '-fsyntax-only', '-x', 'c++', ...includes, place];
  return { call: () => runProgram('c++', args, { cwd: folder }), error: CPP_ERROR };
}

/** Parses Python: its packages are not here. */
function checkPython(_root, folder, { text }) {
  const call = () => runProgram('python3', ['-c', PARSE], { cwd: folder, input: text });
  return { call, error: PYTHON_ERROR };
}

const CHECKS = { cpp: checkCpp, python: checkPython };

/** Whether a block is a program in C++ or Python. */
export function isSource({ language }) {
  return language in CHECKS;
}

/**
 * Checks C++ by the compiler, and the syntax of Python.
 * @param {string} root the checkout
 * @param {string} folder temporary folder
 */
export async function checkSources(root, folder, blocks) {
  mkdirSync(folder, { recursive: true });
  // All files are written before the first compilation: a test includes the header above it.
  const checks = blocks.map((block) => ({
    block,
    ...CHECKS[block.language](root, folder, block),
  }));
  const problems = [];
  for (const { block, call, error } of checks) {
    const { code, output } = await call();
    if (code === 0) continue;
    const [, line = '0', message = output] = error.exec(output) ?? [];
    problems.push({ file: block.file, line: block.line + Number(line), what: message });
  }
  return problems;
}
