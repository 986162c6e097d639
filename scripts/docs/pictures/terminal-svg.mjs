/** Width of a character and height of a line, in units of the picture. */
const CHARACTER_WIDTH = 8.4;
const LINE_HEIGHT = 19;
const MARGIN = 20;

/** Colors on the dark ground of the picture, by their SGR code. */
const COLORS = new Map([
  [31, '#ff7b72'],
  [32, '#3fb950'],
  [33, '#d29922'],
  [34, '#58a6ff'],
  [35, '#bc8cff'],
  [36, '#39c5cf'],
  [90, '#8b949e'],
]);

const ESCAPE = '\u001B';
/** The sequences that set colors and weights, with their codes. */
const SGR = new RegExp(`${ESCAPE}\\[([\\d;]*)m`);

const PLAIN = { isBold: false, isDim: false, color: undefined };

/**
 * Draws what a program wrote to a terminal, with its bold, dim and colored parts.
 * @param {string} output with SGR sequences and no others
 * @param {number} columns width of the terminal
 * @returns {string} an SVG document that needs no fonts but the reader's monospace
 */
export function drawTerminal(output, columns) {
  const lines = linesOf(output.trimEnd());
  const width = columns * CHARACTER_WIDTH + 2 * MARGIN;
  const height = lines.length * LINE_HEIGHT + 2 * MARGIN;
  const drawn = lines.flatMap((spans, row) =>
    spans.map((span) => drawSpan(span, MARGIN + (row + 0.75) * LINE_HEIGHT)),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${height}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#e6edf3">`,
    '<rect width="100%" height="100%" rx="8" fill="#0d1117"/>',
    ...drawn,
    '</svg>',
    '',
  ].join('\n');
}

/** Fixes the width of each span, so that columns align in every font. */
function drawSpan({ text, column, style }, y) {
  const start = column + text.length - text.trimStart().length;
  const shown = text.trim();
  if (shown === '') return '';
  const length = [...shown].length * CHARACTER_WIDTH;
  const marks = [
    style.isBold ? ' font-weight="bold"' : '',
    style.isDim ? ' opacity="0.65"' : '',
    style.color === undefined ? '' : ` fill="${style.color}"`,
  ].join('');
  return `<text x="${round(MARGIN + start * CHARACTER_WIDTH)}" y="${round(y)}" textLength="${round(length)}" xml:space="preserve"${marks}>${escape(shown)}</text>`;
}

/** The lines of an output. A style holds until a sequence ends it, over ends of lines, too. */
function linesOf(output) {
  let style = PLAIN;
  return output.split('\n').map((line) => {
    const read = spansOf(line, style);
    style = read.style;
    return read.spans;
  });
}

/** The parts of a line that have one style each, with their columns, and the style at its end. */
function spansOf(line, styleAtStart) {
  const spans = [];
  let style = styleAtStart;
  let column = 0;
  // Text stands at even places, the codes of SGR sequences at odd ones.
  for (const [at, part] of line.split(SGR).entries()) {
    if (at % 2 === 1) style = part.split(';').map(Number).reduce(applyCode, style);
    else {
      // Runs of spaces separate spans, so that a span's width never stretches over a gap.
      for (const text of part.match(/ {2,}|(?:(?! {2,}).)+/gu) ?? []) {
        spans.push({ text, column, style });
        column += [...text].length;
      }
    }
  }
  return { spans, style };
}

function applyCode(style, code) {
  if (code === 0) return PLAIN;
  if (code === 1) return { ...style, isBold: true };
  if (code === 2) return { ...style, isDim: true };
  if (code === 22) return { ...style, isBold: false, isDim: false };
  if (code === 39) return { ...style, color: undefined };
  return { ...style, color: COLORS.get(code) ?? style.color };
}

function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function round(value) {
  return Math.round(value * 100) / 100;
}
