import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { onTestFinished } from 'vitest';
import * as z from 'zod';

const PointSchema = z.object({
  attributes: z.array(z.object({ key: z.string(), value: z.object({ stringValue: z.string() }) })),
  asDouble: z.number().optional(),
  asInt: z.union([z.number(), z.string()]).optional(),
});

const BodySchema = z.object({
  resourceMetrics: z.array(
    z.object({
      resource: z.object({
        attributes: z.array(
          z.object({ key: z.string(), value: z.object({ stringValue: z.string() }) }),
        ),
      }),
      scopeMetrics: z.array(
        z.object({
          metrics: z.array(
            z.object({
              name: z.string(),
              unit: z.string(),
              gauge: z.object({ dataPoints: z.array(PointSchema) }).optional(),
              sum: z
                .object({ dataPoints: z.array(PointSchema), isMonotonic: z.boolean() })
                .optional(),
            }),
          ),
        }),
      ),
    }),
  ),
});

/** One value as a collector received it. */
export interface ReceivedPoint {
  readonly name: string;
  readonly unit: string;
  readonly kind: 'gauge' | 'sum';
  readonly attributes: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The content of one received request. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly service: string | undefined;
  readonly points: readonly ReceivedPoint[];
}

function read(body: string): Pick<Received, 'service' | 'points'> {
  const { resourceMetrics } = BodySchema.parse(JSON.parse(body));
  const points = resourceMetrics
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap(({ metrics }) => metrics)
    .flatMap(({ name, unit, gauge, sum }) =>
      (gauge ?? sum)?.dataPoints.map(({ attributes, asDouble, asInt }) => ({
        name,
        unit,
        kind: gauge === undefined ? ('sum' as const) : ('gauge' as const),
        attributes: Object.fromEntries(
          attributes.map(({ key, value }) => [key, value.stringValue]),
        ),
        value: asDouble ?? Number(asInt),
      })),
    )
    .filter((point) => point !== undefined);
  const service = resourceMetrics[0]?.resource.attributes.find(({ key }) => key === 'service.name');
  return { service: service?.value.stringValue, points };
}

/** A collector on loopback that keeps what it receives, until the test ends. */
export async function startReceiver(
  status = 200,
): Promise<{ readonly url: string; readonly received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { url = '', headers } = request;
      received.push({ path: url, headers, ...read(Buffer.concat(parts).toString()) });
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('It does not listen.');
  return { url: `http://127.0.0.1:${address.port}`, received };
}
