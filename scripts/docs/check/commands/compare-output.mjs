const GAP = /^\s*(?:…|\.\.\.)\s*$/u;

function linesOf(text) {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim()
    .split('\n');
}

/** Whether lines begin with others, of which a line `…` stands for any number. */
function fits(actual, expected) {
  if (expected.length === 0) return actual.length === 0;
  const [first, ...rest] = expected;
  if (!GAP.test(first))
    return actual[0] === first && actual.length > 0 && fits(actual.slice(1), rest);
  return Array.from({ length: actual.length + 1 }, (_, skipped) => skipped).some((skipped) =>
    fits(actual.slice(skipped), rest),
  );
}

/**
 * What differs between an output and the text of a page.
 * @param {string} output what was printed
 * @param {string} text the page; a line `…` leaves out any number of lines
 * @returns {string | undefined}
 */
export function outputProblem(output, text) {
  const actual = linesOf(output);
  const expected = linesOf(text);
  if (fits(actual, expected)) return undefined;
  const known = new Set(actual);
  const missing = expected.find((line) => !GAP.test(line) && !known.has(line));
  const what = missing === undefined ? 'other lines, or another order' : `no line "${missing}"`;
  return `the output has ${what} (a line … leaves out lines); it is:\n${actual.join('\n')}`;
}
