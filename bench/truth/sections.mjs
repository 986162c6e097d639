import { absent, atMost, between, measured } from '../suite/report/figure.mjs';
import { quantile } from '../suite/statistics.mjs';
import { CLIENTS } from './clients/client.mjs';
import { setUpEnvironment } from '../suite/environments.mjs';
import { HostsError } from '../../scripts/hosts/hosts-error.mjs';
import { measureClient } from './measure-client.mjs';

/** Mean of Loadcell's TTFT less the captured one, ms. */
const TTFT_TARGET = between(0, 0.2);
/** Distance of Loadcell's first and last token of a request from the captured ones, µs. */
const EACH_P99_TARGET = atMost(100);
const EACH_MAX_TARGET = atMost(500);
/** CPU time of Loadcell over that of the peer with the least. */
const CPU_TARGET = atMost(0.2);

const METHOD =
  'tcpdump on the loopback interface during each client, with nanosecond timestamps. Captured TTFT is from the packet with ' +
  'the first byte of a request to the packet with its first content event; end is to the last one; ITL is between them, ' +
  'averaged as the client does. A difference is the mean that the client reports less the mean of the capture, over the ' +
  'same requests. CPU time is user and system time of the command with all of its processes, from start to end.';

/**
 * @typedef {object} Section
 * @property {string} name
 * @property {string} title
 * @property {string} method
 * @property {(context: Context) => Promise<import('../suite/report/figure.mjs').Figure[]>} measure
 *
 * @typedef {object} Context
 * @property {Omit<import('./clients/client.mjs').ClientTask, 'folder'>} task
 * @property {Map<string, number>} cpuSeconds by client, of those measured so far
 */

/** @type {readonly Section[]} */
export const SECTIONS = [
  ...CLIENTS.map((client) => ({
    name: client.name,
    title: `${client.label} against a packet capture`,
    method: METHOD,
    measure: (context) => measureOne(client, context),
  })),
  {
    name: 'cpu',
    title: 'CPU time of Loadcell over that of the peer with the least',
    method: 'CPU time of the previous sections.',
    measure: async ({ cpuSeconds }) => [cpuRatio(cpuSeconds)],
  },
];

/** @param {import('./clients/client.mjs').Client} client @param {Context} context */
async function measureOne(client, { task, cpuSeconds }) {
  const target = client.environment === undefined ? TTFT_TARGET : undefined;
  const difference = ['ttftReportedMinusCapturedMs', 'ms'];
  try {
    if (client.environment !== undefined) await setUpEnvironment(client.environment);
  } catch (error) {
    if (!(error instanceof HostsError)) throw error;
    return [absent(...difference, error.message, target)];
  }
  const comparison = await measureClient(client, task);
  const { requests, reported, seen, cpuSeconds: seconds } = comparison;
  cpuSeconds.set(client.name, seconds);
  const minus = (name) => reported[name] - seen[name];
  return [
    measured('requests', 'count', requests),
    measured('ttftReportedMs', 'ms', reported.timeToFirstTokenMs),
    measured('ttftCapturedMs', 'ms', seen.timeToFirstTokenMs),
    measured(...difference, minus('timeToFirstTokenMs'), target),
    measured('endReportedMs', 'ms', reported.endMs),
    measured('endCapturedMs', 'ms', seen.endMs),
    measured('endReportedMinusCapturedMs', 'ms', minus('endMs')),
    measured('itlReportedMs', 'ms', reported.interTokenMs),
    measured('itlCapturedMs', 'ms', seen.interTokenMs),
    measured('itlReportedMinusCapturedMs', 'ms', minus('interTokenMs')),
    ...eachRequest(comparison.differences),
    measured('clientCpuSeconds', 's', seconds),
  ];
}

/** The differences of single requests, without their sign. */
function eachRequest(differences) {
  if (differences === undefined) return [];
  return Object.entries(differences).flatMap(([name, valuesUs]) => {
    const distances = valuesUs.map(Math.abs);
    const token = name === 'firstUs' ? 'firstToken' : 'lastToken';
    return [
      measured(`${token}ErrorP50Us`, 'us', quantile(distances, 0.5)),
      measured(`${token}ErrorP99Us`, 'us', quantile(distances, 0.99), EACH_P99_TARGET),
      measured(`${token}ErrorMaxUs`, 'us', Math.max(...distances), EACH_MAX_TARGET),
    ];
  });
}

/** @param {Map<string, number>} cpuSeconds */
function cpuRatio(cpuSeconds) {
  const figure = ['loadcellOverLeastPeer', 'ratio'];
  const ours = cpuSeconds.get('loadcell');
  const peers = [...cpuSeconds].filter(([name]) => name !== 'loadcell');
  if (ours === undefined || peers.length === 0) {
    return absent(...figure, 'Loadcell or every peer was not measured', CPU_TARGET);
  }
  return measured(...figure, ours / Math.min(...peers.map(([, seconds]) => seconds)), CPU_TARGET);
}
