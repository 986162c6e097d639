/** Flags of `run` that a plan of one run does not take, with whether a value follows. */
const OF_SEVERAL = new Map([
  ['--repeat', true],
  ['--against', true],
  ['--metric', true],
  ['--stage', true],
]);

/** Exit codes of commands that judge what they find. */
const JUDGING = { compare: [0, 1, 4], report: [0, 1, 3, 4], doctor: [0, 3] };

function splitTrailing(words) {
  const at = words.indexOf('--');
  return at === -1 ? [words, []] : [words.slice(0, at), words.slice(at)];
}

/** Splits off the flags of several runs. */
function withoutSeveral(words) {
  const kept = [];
  const taken = [];
  for (let at = 0; at < words.length; at += 1) {
    const [name, value] = words[at].split(/=(.*)/su);
    if (!OF_SEVERAL.has(name)) kept.push(words[at]);
    else if (value === undefined) taken.push([name, words[(at += 1)]]);
    else taken.push([name, value]);
  }
  return { kept, taken };
}

function plansOf(words) {
  const [own, trailing] = splitTrailing(words);
  const { kept, taken } = withoutSeveral(own);
  const plan = { args: [...kept, '--dry-run', ...trailing], isPlan: true };
  const others = taken.filter(([name]) => name === '--against');
  const metrics = taken.filter(([name]) => name === '--metric').flat();
  return [
    plan,
    ...others.map(([, file]) => ({ args: ['run', file, '--dry-run'], isPlan: true })),
    ...(metrics.length === 0
      ? []
      : [{ args: ['compare', 'base', 'candidate', ...metrics], codes: [0, 1, 4] }]),
  ];
}

/** A recording of another process or program becomes one of a moment, with the same flags. */
function recordingOf(words, pid) {
  const [own, trailing] = splitTrailing(words);
  const kept = own.map((word, at) => {
    if (own[at - 1] === '--pid') return String(pid);
    return own[at - 1] === '--duration' ? '200ms' : word;
  });
  const hasEnd = kept.includes('--duration') || trailing.length > 0;
  return [
    ...kept,
    ...(hasEnd ? [] : ['--duration', '200ms']),
    ...(trailing.length > 0 ? ['--', 'sleep', '0.2'] : []),
  ];
}

/** No bus listens there: an agent checks its flags, and ends because the bus cannot be reached. */
const NO_BUS = 'nats://127.0.0.1:1';

function agentOf(words, pid) {
  return words.map((word, at) => {
    if (words[at - 1] === '--bus') return NO_BUS;
    return words[at - 1] === '--pid' && word !== 'auto' ? String(pid) : word;
  });
}

/**
 * What the check runs for a command of a page.
 * @param {readonly string[]} words the arguments of `loadcell`
 * @param {number} pid a process that may be recorded
 * @returns calls: the arguments, and how they are run
 */
export function callsOf(words, pid) {
  const [name] = words;
  const codes = JUDGING[name] ?? [0];
  if (name === 'run' && !words.includes('--dry-run') && !words.includes('list'))
    return plansOf(words);
  if (name === 'record') return [{ args: recordingOf(words, pid), codes, isProgram: true }];
  if (name === 'agent') return [{ args: agentOf(words, pid), codes: [3], isProgram: true }];
  if (name === 'mock') {
    const args = words.map((word, at) => (words[at - 1] === '--port' ? '0' : word));
    return [{ args, codes, isProgram: true, isServer: true }];
  }
  const isExact = ['run', 'init', 'completion'].includes(name);
  return [{ args: [...words], codes, isExact }];
}
