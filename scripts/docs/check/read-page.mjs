import { readFileSync } from 'node:fs';
import path from 'node:path';
import MarkdownIt from 'markdown-it';
import { readFence } from './fence.mjs';

const markdown = new MarkdownIt({ html: true });

function textOf(token) {
  return (token.children ?? [])
    .filter(({ type }) => type === 'text' || type === 'code_inline')
    .map(({ content }) => content)
    .join('');
}

const BREAKS = new Set(['softbreak', 'hardbreak']);

/** Links and pictures, in Markdown and in HTML, each with the lines of its paragraph before it. */
function linksOf(token) {
  if (token.type === 'html_block' || token.type === 'html_inline') {
    const found = token.content.matchAll(/\b(?:href|src)="([^"]+)"/gu);
    return Array.from(found, ({ 1: target, index }) => ({
      target,
      below: token.content.slice(0, index).split('\n').length - 1,
    }));
  }
  const own = token.attrGet('href') ?? token.attrGet('src');
  let below = 0;
  const inner = (token.children ?? []).flatMap((child) => {
    if (BREAKS.has(child.type)) below += 1;
    return linksOf(child).map((link) => ({ ...link, below: link.below + below }));
  });
  return [...(own === null ? [] : [{ target: own, below: 0 }]), ...inner];
}

/** Links in the front matter of a home page, whose first line is 1. */
function frontMatterLinks(lines, end) {
  return lines.slice(0, end).flatMap((text, index) => {
    const [, target] = /^\s*link: (\S+)$/u.exec(text) ?? [];
    return target === undefined ? [] : [{ target, line: index + 1 }];
  });
}

/**
 * What is checked of a page: its fenced blocks, links and headings, each with its line.
 * @param {string} root the checkout
 * @param {string} file relative to the root
 */
export function readPage(root, file) {
  const lines = readFileSync(path.join(root, file), 'utf8').split('\n');
  const end = lines[0] === '---' ? lines.indexOf('---', 1) + 1 : 0;
  // Blank lines keep the numbers of the others.
  const body = lines.map((text, index) => (index < end ? '' : text)).join('\n');
  const page = { file, blocks: [], links: frontMatterLinks(lines, end), headings: [] };
  const tokens = markdown.parse(body, {});
  let line = 1;
  for (const [index, token] of tokens.entries()) {
    // Cells of a table have no line of their own.
    if (token.map !== null) line = token.map[0] + 1;
    if (token.type === 'fence') {
      page.blocks.push({ file, line, text: token.content, ...readFence(token.info) });
    }
    if (token.type === 'heading_open') {
      page.headings.push(textOf(tokens[index + 1]));
    }
    for (const { target, below } of linksOf(token)) page.links.push({ target, line: line + below });
  }
  return page;
}
