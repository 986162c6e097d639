import { parseSync, Visitor } from 'oxc-parser';

/** @typedef {{ text: string, line: number }} Phrase words that a person may read, and the line where they begin */

const lineOf = (source, offset) => source.slice(0, offset).split('\n').length;

/** Names, keys and paths have no space within; sentences and fragments do. */
const isPhrase = (text) => /\S\s+\S/.test(text);

/**
 * Phrases in the strings of a module, its templates included; comments are none.
 * @param {string} file
 * @param {string} source
 * @returns {Phrase[]}
 */
export function phrasesOfModule(file, source) {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  const phrases = [];
  const take = (text, offset) => {
    if (isPhrase(text)) phrases.push({ text, line: lineOf(source, offset) });
  };
  new Visitor({
    Literal({ value, start }) {
      if (typeof value === 'string') take(value, start);
    },
    TemplateLiteral({ quasis, start }) {
      take(quasis.map(({ value }) => value.cooked ?? value.raw).join('…'), start);
    },
  }).visit(program);
  return phrases;
}

/**
 * Phrases in the strings of C++.
 * @param {string} source
 * @returns {Phrase[]}
 */
export function phrasesOfCpp(source) {
  return source.split('\n').flatMap((line, index) => {
    const code = line.replace(/\/\/.*$/, '');
    if (/^\s*(?:\*|\/\*|#include)/.test(code)) return [];
    const texts = [...code.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text);
    return texts.filter(isPhrase).map((text) => ({ text, line: index + 1 }));
  });
}

/**
 * Lines of a Markdown page, without its blocks of code and what stands in backticks.
 * @param {string} source
 * @returns {Phrase[]}
 */
export function phrasesOfMarkdown(source) {
  let isCode = false;
  return source.split('\n').flatMap((line, index) => {
    if (/^\s*```/.test(line)) {
      isCode = !isCode;
      return [];
    }
    return isCode ? [] : [{ text: line.replaceAll(/`[^`]*`/g, '…'), line: index + 1 }];
  });
}
