import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'oxc-parser';
import { nodesIn, textsOf } from './source-texts.mjs';

const ROOT = path.join(import.meta.dirname, '../../..');
const SOURCES = ['packages/core/src', 'packages/cli/src'];

/** Error classes whose first argument is the code, with what the class puts in front of it. */
const CODE_FIRST = new Map([
  ['LoadcellError', ''],
  ['NativeUnavailableError', ''],
  ['SamplingError', 'TARGET_'],
]);

const CODE = /^[A-Z]+(?:_[A-Z]+)*$/;

/** Codes that the sources give to errors, as far as they are written out. */
export function usedErrorCodes() {
  const codes = SOURCES.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true })
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => codesIn(path.join(ROOT, folder, name))),
  );
  return [...new Set(codes)].filter((one) => CODE.test(one));
}

function codesIn(file) {
  const text = readFileSync(file, 'utf8');
  if (!text.includes('Error')) return [];
  const { program } = parseSync(file, text);
  return nodesIn(program).flatMap((node) => {
    if (node.type === 'NewExpression') return codesOfNew(node, program);
    const isOwnCode = node.type === 'PropertyDefinition' && node.key.name === 'code';
    if (isOwnCode) return textsOf(node.value, program);
    const isSuper = node.type === 'CallExpression' && node.callee.type === 'Super';
    return isSuper
      ? [...textsOf(node.arguments[0], program), ...codesOfOptions(node, program)]
      : [];
  });
}

function codesOfNew(node, program) {
  const { name = '' } = node.callee;
  if (!name.endsWith('Error')) return [];
  const prefix = CODE_FIRST.get(name);
  const first = prefix === undefined ? [] : textsOf(node.arguments[0], program);
  return [...first.map((one) => prefix + one), ...codesOfOptions(node, program)];
}

function codesOfOptions(node, program) {
  return node.arguments
    .filter(({ type }) => type === 'ObjectExpression')
    .flatMap(({ properties }) => properties)
    .filter(({ key }) => key?.name === 'code')
    .flatMap(({ value }) => textsOf(value, program));
}
