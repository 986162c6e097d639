import pidusage from 'pidusage';
import systeminformation from 'systeminformation';

/**
 * Ways for a Node program to read RSS: name of the figures, the call, one sample of this process. systeminformation
 * reports the summed memory of processes by name as a share of the machine; its list of processes has bytes, but is
 * refreshed only twice per second.
 * @typedef {{ name: string, call: string, sample: () => unknown }} NodePeer
 */

/** @type {NodePeer} */
export const memoryUsagePeer = {
  name: 'memoryUsage',
  call: 'process.memoryUsage()',
  sample: () => process.memoryUsage(),
};

/** @type {NodePeer} */
export const memoryUsageRssPeer = {
  name: 'memoryUsageRss',
  call: 'process.memoryUsage.rss()',
  sample: () => process.memoryUsage.rss(),
};

/** @type {NodePeer} */
export const pidusagePeer = {
  name: 'pidusage',
  call: 'pidusage(pid)',
  sample: () => pidusage(process.pid),
};

/** @type {NodePeer} */
export const systeminformationPeer = {
  name: 'systeminformation',
  call: 'systeminformation.processLoad("node")',
  sample: () => systeminformation.processLoad('node'),
};
