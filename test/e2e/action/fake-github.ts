import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import * as z from 'zod';

const BodySchema = z.object({ body: z.string() });

/** A comment on a pull request. */
interface Comment {
  readonly id: number;
  body: string;
  readonly user: { readonly type: string };
}

/** The comments of one pull request, as the API of GitHub serves them. It ends with the test. */
export async function startFakeGithub(
  options: { readonly isReadOnly?: boolean } = {},
): Promise<{ url: string; comments: Comment[] }> {
  const comments: Comment[] = [
    { id: 1, body: '<!-- loadcell-action loadcell --> quoted', user: { type: 'User' } },
  ];
  const server = createServer((request, response) => {
    void text(request).then((content) => {
      const reply = (status: number, value: unknown): void => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(value));
      };
      if (request.headers.authorization !== 'Bearer sesame') return reply(401, {});
      if (request.method === 'GET') return reply(200, comments);
      if (options.isReadOnly === true) return reply(403, {});
      const { body } = BodySchema.parse(JSON.parse(content));
      const id = Number(/comments\/(\d+)$/.exec(request.url ?? '')?.[1]);
      const found = comments.find((comment) => comment.id === id);
      if (request.method === 'PATCH' && found !== undefined) found.body = body;
      else comments.push({ id: comments.length + 1, body, user: { type: 'Bot' } });
      return reply(200, {});
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return { url: `http://127.0.0.1:${address.port}`, comments };
}
