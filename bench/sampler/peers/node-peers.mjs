import pidusage from 'pidusage';
import systeminformation from 'systeminformation';

/**
 * What a Node program can use to see resident memory: name of the figures, the call, one sample of this process.
 * systeminformation tells the memory of processes by name, added up, as a share of the machine's; its list of
 * processes has bytes, and is new twice a second only.
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
