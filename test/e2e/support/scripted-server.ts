import { gzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';
import {
  RawServer,
  response,
  type RawScript,
  type RawServerOptions,
} from '../../../packages/core/test/target/server/raw-server.ts';

/** What a server does at each path; it returns 404 for every other path. */
export type Routes = Readonly<Record<string, RawScript>>;

/** A server that follows its routes; it closes when the test ends. */
export async function listenRoutes(
  routes: Routes,
  options: RawServerOptions = {},
): Promise<RawServer> {
  const server = await RawServer.listen((request, socket) => {
    const route = routes[request.path];
    if (route === undefined) socket.write(response(404, '{"error":"no such path"}'));
    else route(request, socket);
  }, options);
  onTestFinished(() => server.close());
  return server;
}

/** A complete response, JSON by default. */
export const reply =
  (status: number, body: string, type = 'application/json'): RawScript =>
  (_request, socket) => {
    socket.write(response(status, body, { 'Content-Type': type }));
  };

/** A list of models. */
export const list = (...ids: readonly string[]): RawScript =>
  reply(200, JSON.stringify({ object: 'list', data: ids.map((id) => ({ id })) }));

/** The same list, compressed without a request to compress it. */
export const compressedList =
  (...ids: readonly string[]): RawScript =>
  (_request, socket) => {
    const body = gzipSync(JSON.stringify({ data: ids.map((id) => ({ id })) }));
    socket.write(
      `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    socket.write(body);
  };
