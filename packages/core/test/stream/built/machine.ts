/** The machine of a built run. */
export const MACHINE = {
  loadcell: '0.1.0',
  node: 'v20.20.0',
  os: 'Linux',
  kernel: '6.18.0',
  arch: 'x64',
  cpuModel: 'a model',
  cpuCount: 2,
  memoryBytes: 8e9,
  target: 'openai 1',
  models: ['small'],
};
