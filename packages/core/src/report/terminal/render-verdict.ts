import type { Conclusion } from '../results/conclude-run.ts';
import { PLAIN_PALETTE } from './palette.ts';
import { sayOnce } from './say-once.ts';
import { DEFAULT_WIDTH } from './terminal-style.ts';
import { verdictLines } from './verdict-lines.ts';

/** The first lines of a report alone: the verdict, and every failure and missed criterion. */
export function renderVerdict(conclusion: Conclusion): string {
  const style = { palette: PLAIN_PALETTE, width: DEFAULT_WIDTH, detail: 'brief' } as const;
  return verdictLines(conclusion, style, sayOnce(conclusion.results)).join('\n');
}
