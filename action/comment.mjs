import { readFileSync } from 'node:fs';
import path from 'node:path';
import { folderOf, input } from './runner.mjs';

/** GitHub refuses a longer comment, characters. */
const LIMIT_CHARACTERS = 65_536;
const PAGE_SIZE = 100;
const TIMEOUT_MS = 30_000;
const CUT = '\n\nThe rest is in the job summary.\n';

const marker = `<!-- loadcell-action ${input('NAME').replaceAll(/[^\w.-]/g, '_')} -->`;

/**
 * @param {string} method
 * @param {string} place path below the repository
 * @param {unknown} [body]
 */
async function request(method, place, body) {
  const { GITHUB_API_URL, GITHUB_REPOSITORY } = process.env;
  const response = await fetch(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}/${place}`, {
    method,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${input('TOKEN')}`,
      'content-type': 'application/json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${place} returned ${response.status}`);
  return response.json();
}

/** @param {number} issue number of the pull request */
async function findComment(issue) {
  for (let page = 1; ; page += 1) {
    const place = `issues/${issue}/comments?per_page=${PAGE_SIZE}&page=${page}`;
    const comments = await request('GET', place);
    // A person may quote the marker, so only a comment by an app that begins with it is replaced.
    const found = comments.find(
      ({ body, user }) => body?.startsWith(marker) && user?.type === 'Bot',
    );
    if (found !== undefined || comments.length < PAGE_SIZE) return found;
  }
}

async function post() {
  const event = JSON.parse(readFileSync(process.env['GITHUB_EVENT_PATH'] ?? '', 'utf8'));
  const issue = event.pull_request.number;
  const text = `${marker}\n${readFileSync(path.join(folderOf('result'), 'comment.md'), 'utf8')}`;
  const body =
    text.length <= LIMIT_CHARACTERS ? text : text.slice(0, LIMIT_CHARACTERS - CUT.length) + CUT;
  const found = await findComment(issue);
  await (found === undefined
    ? request('POST', `issues/${issue}/comments`, { body })
    : request('PATCH', `issues/comments/${found.id}`, { body }));
}

try {
  await post();
} catch (error) {
  // The token of a fork cannot comment; the verdict does not depend on it.
  process.stdout.write(`::warning title=Loadcell::Comment not posted: ${error.message}\n`);
}
