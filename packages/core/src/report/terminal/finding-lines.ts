import {
  describeEvidence,
  describePlace,
  groupRecommendations,
  type Recommendation,
  type RecommendationGroup,
  type Severity,
} from '../findings/recommendation.ts';
import { plainLine } from '../rows/plain-line.ts';
import type { Palette } from './palette.ts';
import { wrapLine, type TerminalStyle } from './terminal-style.ts';

/** Columns before the text of a finding: those of its severity. */
const INDENT = 12;

/**
 * The findings, the gravest first: each with its evidence, and below it what to do. One that two stages share is one
 * entry, with the evidence of each on a line.
 * @param once removes server messages that were printed already
 */
export function findingLines(
  recommendations: readonly Recommendation[],
  style: TerminalStyle,
  once: (text: string) => string,
): string[] {
  const groups = groupRecommendations(recommendations);
  if (groups.length === 0) return [];
  return [
    '',
    style.palette.bold('Findings'),
    ...groups.flatMap((group) => entryLines(group, style, once)),
  ];
}

function entryLines(
  { severity, finding, advice, members }: RecommendationGroup,
  { palette, width }: TerminalStyle,
  once: (text: string) => string,
): string[] {
  const [only, ...others] = members;
  const isAlone = only !== undefined && others.length === 0;
  const figures = members.map((one) => once(describeEvidence(one.evidence)));
  const place = isAlone && only.phase !== undefined ? `${describePlace(only)}: ` : '';
  const evidence = isAlone && figures[0] !== '' ? ` (${figures.join('')})` : '';
  const set = (text: string): string[] =>
    wrapLine(' '.repeat(INDENT) + plainLine(text), width, INDENT + 2);
  const [first = '', ...rest] = set(`${place}${finding}${evidence}`);
  const perPlace = members.flatMap((one, index) => {
    const text = figures[index] ?? '';
    return set(text === '' ? describePlace(one) : `${describePlace(one)}: ${text}`);
  });
  return [
    `  ${markOf(severity, palette)}  ${first.trimStart()}`,
    ...rest,
    ...(isAlone ? [] : perPlace),
    ...(advice === '' ? [] : set(advice).map(palette.dim)),
  ];
}

/** A word, so that it survives a pipe. */
function markOf(severity: Severity, palette: Palette): string {
  switch (severity) {
    case 'critical':
      return palette.red('critical');
    case 'warning':
      return palette.yellow('warning ');
    case 'note':
      return palette.dim('note    ');
  }
}
