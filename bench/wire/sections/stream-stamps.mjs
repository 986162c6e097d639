import { absent, atLeast, HIGHER, LOWER, measured } from '../../suite/report/figure.mjs';
import { median } from '../../suite/statistics.mjs';
import { runActor, withServer } from '../actor.mjs';

const GAP_MS = 25;
const CLIENTS = ['ours', 'undici', 'openai'];
/** Number of streams that has targets. */
const JUDGED_STREAMS = 512;

/** @param {{ streamStamps: { repeats: number, streams: number[], tokens: number } }} plan */
export async function measureStreamStamps({ streamStamps: { repeats, streams, tokens } }) {
  const figures = [];
  for (const count of streams) {
    process.stderr.write(`  ${count} streams\n`);
    figures.push(...(await measureStreams(count, repeats, tokens)));
  }
  return figures;
}

async function measureStreams(streams, repeats, tokens) {
  const rounds = new Map(CLIENTS.map((client) => [client, []]));
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const client of CLIENTS) {
      rounds.get(client).push(await measureOnce(client, streams, tokens));
    }
  }
  const valuesOf = (client, name) => rounds.get(client).map((round) => round[name]);
  const medianOf = (client, name) => median(valuesOf(client, name));
  const own = CLIENTS.flatMap((client) => {
    const better = client === 'ours' ? LOWER : undefined;
    const figure = (name, unit, value) =>
      measured(`${client}${streams}${name}`, unit, valuesOf(client, value), better);
    return [
      figure('ErrorP50Us', 'us', 'errorP50Us'),
      figure('ErrorP99Us', 'us', 'errorP99Us'),
      figure('CpuUsPerEvent', 'us', 'cpuUsPerEvent'),
      figure('FailedStreams', 'count', 'failed'),
    ];
  });
  const ratios = CLIENTS.slice(1).flatMap((client) => {
    const ratio = (name) => medianOf(client, name) / medianOf('ours', name);
    const targets = streams === JUDGED_STREAMS ? [atLeast(20), atLeast(3)] : [HIGHER, HIGHER];
    return [
      measured(`${client}${streams}ErrorP99OverOurs`, 'ratio', ratio('errorP99Us'), targets[0]),
      measured(`${client}${streams}CpuOverOurs`, 'ratio', ratio('cpuUsPerEvent'), targets[1]),
    ];
  });
  return [
    ...own,
    measured(
      `ours${streams}WireThreadCpuUsPerEvent`,
      'us',
      valuesOf('ours', 'wireCpuUsPerEvent'),
      LOWER,
    ),
    latenessOf(streams, valuesOf('ours', 'serverLatenessP99Us')),
    ...ratios,
  ];
}

function latenessOf(streams, values) {
  const name = `server${streams}LatenessP99Us`;
  return values.length === 0 ? absent(name, 'us', 'no round') : measured(name, 'us', values);
}

async function measureOnce(client, streams, tokens) {
  const options = {
    timeToFirstTokenMs: GAP_MS,
    interTokenLatencyMs: GAP_MS,
    outputTokens: tokens,
  };
  return withServer(options, async (url, server) => {
    const result = await runActor(`streams-${client}`, { url, streams });
    const [account] = await server.accounts();
    if (result.failed === 0 && result.events !== streams * tokens) {
      throw new Error(`${client} received ${result.events} of ${streams * tokens} events`);
    }
    return {
      errorP50Us: result.errorP50Ns / 1e3,
      errorP99Us: result.errorP99Ns / 1e3,
      cpuUsPerEvent: result.cpuUsPerEvent,
      wireCpuUsPerEvent: result.wireCpuUsPerEvent,
      failed: result.failed,
      serverLatenessP99Us: account.latenessP99Ns / 1e3,
    };
  });
}
