const ASSIGNMENT = /^[A-Za-z_]\w*=/u;
const OPERATOR = /^(?:&&|\|\||[|;&])/u;

/** Reads one word of a shell: bare, quoted or escaped. */
function readWord(text, start) {
  let at = start;
  let word = '';
  while (at < text.length && !/[\s|;&]/u.test(text[at])) {
    const char = text[at];
    if (char === "'" || char === '"') {
      const end = text.indexOf(char, at + 1);
      if (end === -1) return { error: `the quote ${char} is not closed` };
      word += text.slice(at + 1, end);
      at = end + 1;
    } else {
      word += char === '\\' ? (text[at + 1] ?? '') : char;
      at += char === '\\' ? 2 : 1;
    }
  }
  return { word, at };
}

/** Takes redirections, assignments and `npx` off the words. */
function commandOf(words, line, text, isPiped) {
  const kept = [];
  for (let at = 0; at < words.length; at += 1) {
    if (/^\d?>{1,2}$/u.test(words[at])) at += 1;
    else if (!/^\d?>{1,2}[^>]/u.test(words[at])) kept.push(words[at]);
  }
  const first = kept.findIndex((word) => !ASSIGNMENT.test(word));
  const own = first === -1 ? [] : kept.slice(first);
  const isNpx = own[0] === 'npx' && own[1] === 'loadcell';
  return {
    line,
    text,
    isPiped,
    assignments: kept
      .slice(0, first === -1 ? kept.length : first)
      .map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]),
    words: isNpx ? own.slice(1) : own,
  };
}

function readLine({ text, line }) {
  const commands = [];
  let words = [];
  let isPiped = false;
  let begin = 0;
  const close = (end) => {
    if (words.length > 0)
      commands.push(commandOf(words, line, text.slice(begin, end).trim(), isPiped));
    words = [];
  };
  let at = 0;
  while (at < text.length) {
    const [operator] = OPERATOR.exec(text.slice(at)) ?? [];
    if (/\s/u.test(text[at])) at += 1;
    else if (text[at] === '#') break;
    else if (operator !== undefined) {
      close(at);
      const last = commands.at(-1);
      isPiped = operator === '|';
      // What a pipe leads to is one text for a shell.
      if (isPiped && last !== undefined)
        last.pipe ??= text
          .slice(at + 1)
          .split(/&&|\|\||;/u)[0]
          .trim();
      at += operator.length;
      begin = at;
    } else {
      const { word, at: next, error } = readWord(text, at);
      if (error !== undefined) return { error, line };
      words.push(word);
      at = next;
    }
  }
  close(at);
  return { commands };
}

/** Lines of a script with those that a backslash continues. */
function logicalLines(script, firstLine) {
  const lines = [];
  let open;
  for (const [index, text] of script.split('\n').entries()) {
    const whole = open === undefined ? { text, line: firstLine + index } : open;
    if (open !== undefined) whole.text += ` ${text.trim()}`;
    open = whole.text.endsWith('\\') ? whole : undefined;
    if (open === undefined) lines.push(whole);
    else open.text = open.text.slice(0, -1).trimEnd();
  }
  return open === undefined ? lines : [...lines, open];
}

/**
 * Reads the commands of a shell script, without variables and other substitutions: those stay as written.
 * @param {string} script
 * @param {number} firstLine line of the page on which it begins
 * @returns commands, each with its line, text, words, assignments and the pipe behind it; or errors with their lines
 */
export function readScript(script, firstLine) {
  const read = logicalLines(script, firstLine).map(readLine);
  return {
    commands: read.flatMap(({ commands = [] }) => commands),
    errors: read.filter(({ error }) => error !== undefined),
  };
}
