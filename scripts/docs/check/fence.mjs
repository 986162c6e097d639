/** Words of a fence after its language. */
const FLAG = /^(?:run|exact|exit=\d+)$/u;

/**
 * Reads the line that opens a fenced block: a language, then `run`, `exact`, `exit=CODE`, `[file name]`, and last
 * `no-check=REASON`, whose reason ends with the line.
 * @param {string} info the text after the backticks
 */
export function readFence(info) {
  const [, before = '', reason] = /^(.*?)(?:\bno-check=(.*))?$/u.exec(info.trim()) ?? [];
  const [, title] = /\[([^\]]+)\]/u.exec(before) ?? [];
  const [language = '', ...words] = before
    .replace(/\[[^\]]+\]/u, ' ')
    .trim()
    .split(/\s+/u);
  const exit = words.find((word) => word.startsWith('exit='));
  return {
    language: language.replace(/\{.*$/u, ''),
    title,
    reason: reason?.trim(),
    runs: words.includes('run'),
    isExact: words.includes('exact'),
    exitCode: exit === undefined ? undefined : Number(exit.slice('exit='.length)),
    // VitePress takes {1,4-6} as lines to mark.
    unknown: words.filter((word) => !FLAG.test(word) && !/^\{[\d,-]+\}$/u.test(word)),
  };
}
