/**
 * Words that the project does not use for what it says, each with what it uses. They are matched as whole words, in the
 * strings of the program and in its pages, never in comments.
 */
const BANNED = [
  [/\b(?:tell|tells|telling|told|untold)\b/i, 'report, show or suggest; unknown'],
  [/\bunder way\b/i, 'in flight'],
  [/\bat once\b/i, 'concurrent, or immediately'],
  [/\basked for\b/i, 'requested'],
  [/\bmend(?:s|ed|ing)?\b/i, 'fix'],
  [/\b(?:nobody|somebody|whoever|anybody)\b/i, 'the server, the client, the kernel or Loadcell'],
  [/\bso (?:many|much)\b/i, 'a number, or how many'],
  [/\bat the (?:least|most)\b/i, 'at least, at most'],
  [/\b(?:meanwhile|surely|all along)\b/i, 'nothing: leave it out'],
  [/\b(?:hangs on|stands in|comes to|came to|came of|comes of|is none)\b/i, 'a plain verb'],
  [/\bmade up\b(?! for)/i, 'synthetic'],
  [/\bhonest(?:y|ly)?\b/i, 'data quality'],
  [/\b(?:distrust|trustworthy)\b/i, 'unreliable, reliable'],
  [/\bresidues?\b/i, 'retained memory'],
  [/\bplateau\b/i, 'capacity, or saturated'],
  [/\bresponse times?\b/i, 'end-to-end latency'],
  [/\b(?:un)?answered\b/i, 'successful, or the server responded'],
  [/\b\d+ %/, 'a percentage without a space: 95%'],
  [/\b(?:behaviour|colour|quantis|signall|favour|honour)/i, 'American spelling'],
];

/**
 * Banned words among phrases.
 * @param {string} file
 * @param {readonly import('./read-strings.mjs').Phrase[]} phrases
 * @returns {string[]} a line for each
 */
export function findBannedWords(file, phrases) {
  return phrases.flatMap(({ text, line }) =>
    BANNED.flatMap(([pattern, instead]) => {
      const found = pattern.exec(text);
      return found === null ? [] : [`${file}:${line}: "${found[0]}": write ${instead}`];
    }),
  );
}
