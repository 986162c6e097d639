import { describe, expect, it } from 'vitest';
import { drawTerminal } from '../../../scripts/docs/pictures/terminal-svg.mjs';

const RED = '\u001B[31m';
const BOLD = '\u001B[1m';
const RESET = '\u001B[0m';

/** Every text of a picture: what it says, where it starts and how wide it is, in characters. */
function textsOf(svg: string): { text: string; column: number; columns: number }[] {
  return [
    ...svg.matchAll(/<text x="([\d.]+)" y="[\d.]+" textLength="([\d.]+)"[^>]*>(.*)<\/text>/g),
  ].map(([, x, length, text = '']) => ({
    text,
    column: Math.round((Number(x) - 20) / 8.4),
    columns: Math.round(Number(length) / 8.4),
  }));
}

describe('drawTerminal', () => {
  it('keeps each word in its column, whatever colors come before it', () => {
    const plain = textsOf(drawTerminal('TTFT    12.7 ms   22.5 ms', 100));
    const colored = textsOf(
      drawTerminal(`${BOLD}TTFT${RESET}    12.7 ms   ${RED}22.5 ms${RESET}`, 100),
    );
    expect(plain).toEqual([
      { text: 'TTFT', column: 0, columns: 4 },
      { text: '12.7 ms', column: 8, columns: 7 },
      { text: '22.5 ms', column: 18, columns: 7 },
    ]);
    expect(colored).toEqual(plain);
  });

  it('draws color and weight until the sequence that ends them', () => {
    const svg = drawTerminal(`${RED}${BOLD}FAIL${RESET}  0 of 1`, 100);
    expect(svg).toMatch(/<text[^>]* font-weight="bold" fill="#ff7b72">FAIL<\/text>/);
    expect(svg).toMatch(/textLength="[\d.]+" xml:space="preserve">0 of 1<\/text>/);
  });

  it('keeps colors over the end of a line', () => {
    const svg = drawTerminal(`${RED}missed by\n48.1 ms${RESET}`, 100);
    expect(svg).toMatch(/fill="#ff7b72">48.1 ms<\/text>/);
  });

  it('escapes what markup would interpret', () => {
    expect(drawTerminal("ttft.p95<=50ms & 'x'", 100)).toContain("ttft.p95&lt;=50ms &amp; 'x'");
  });
});
