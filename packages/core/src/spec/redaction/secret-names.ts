/** Words that mark the value of a name as secret or personal, in any position. */
const SECRET_WORDS: ReadonlySet<string> = new Set([
  'apikey',
  'apikeys',
  'accesstoken',
  'authtoken',
  'authorization',
  'credential',
  'credentials',
  'email',
  'emails',
  // The short form of --hf-token in llama.cpp.
  'hft',
  'hftoken',
  'passphrase',
  'passwd',
  'password',
  'passwords',
  'secret',
  'secrets',
  'team',
  'user',
  'username',
]);

/** Pairs of words that do so; others may follow, as in `api_key_alias`. */
const SECRET_PAIRS: ReadonlySet<string> = new Set(['api key', 'api keys', 'hf token']);

/** Words that do so only at the end: `max_total_num_tokens`, `tokenizer_path` and `num_key_value_heads` are not secret. */
const SECRET_LAST_WORDS: ReadonlySet<string> = new Set(['token', 'key']);

/** The words of a name in lower case, from camelCase, snake_case, kebab-case, paths with dots, or a flag. */
function wordsOf(name: string): string[] {
  return name
    .replaceAll(/(?<lower>[a-z\d])(?<upper>[A-Z])/g, '$<lower> $<upper>')
    .replaceAll(/(?<acronym>[A-Z])(?<word>[A-Z][a-z])/g, '$<acronym> $<word>')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
}

/**
 * Whether the value of a name must not be kept: the name of a field, a label, an environment variable, a header or a
 * flag. Judged by whole words.
 */
export function isSecretName(name: string): boolean {
  const words = wordsOf(name);
  return (
    words.some((word) => SECRET_WORDS.has(word)) ||
    words.some((word, index) => SECRET_PAIRS.has(`${word} ${words[index + 1] ?? ''}`)) ||
    SECRET_LAST_WORDS.has(words.at(-1) ?? '')
  );
}
