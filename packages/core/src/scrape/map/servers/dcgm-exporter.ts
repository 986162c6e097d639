import { entry, MEBIBYTES, PERCENT, type ServerMap } from '../server-map.ts';

/** A value from here on means "blank": 64-bit integers of 2^62 and above, or doubles of 2^47 and above. */
const LEAST_WIDE_BLANK = 2 ** 47;
const LEAST_INT32_BLANK = 0x7f_ff_ff_f0;
const LARGEST_INT32 = 0x7f_ff_ff_ff;
const MILLIJOULES = { scale: 0.001 } as const;
const FRAMEBUFFER = ['DCGM_FI_DEV_FB_USED', 'DCGM_FI_DEV_FB_FREE'] as const;

/** NVIDIA's device metrics exporter. Scrapes within one refresh period, by default 30 s, read the same values. */
export const DCGM_EXPORTER: ServerMap = {
  server: 'dcgm-exporter',
  isSign: (base) => base.startsWith('DCGM_FI_'),
  labels: ['gpu', 'UUID', 'GPU_I_ID', 'modelName', 'hostname', 'Hostname'],
  engineLabels: ['gpu', 'UUID', 'GPU_I_ID'],
  isBlank: (value) =>
    value >= LEAST_WIDE_BLANK || (value >= LEAST_INT32_BLANK && value <= LARGEST_INT32),
  entries: [
    entry('deviceUtilization', 'DCGM_FI_DEV_GPU_UTIL', 'S29', PERCENT),
    entry('deviceEngineActivity', 'DCGM_FI_PROF_GR_ENGINE_ACTIVE', 'S29'),
    entry('deviceSmActivity', 'DCGM_FI_PROF_SM_ACTIVE', 'S29, off by default'),
    entry('deviceTensorActivity', 'DCGM_FI_PROF_PIPE_TENSOR_ACTIVE', 'S29'),
    entry('deviceMemoryActivity', 'DCGM_FI_PROF_DRAM_ACTIVE', 'S29'),
    entry('deviceMemoryUsed', 'DCGM_FI_DEV_FB_USED', 'S29', MEBIBYTES),
    entry('deviceMemoryFree', 'DCGM_FI_DEV_FB_FREE', 'S29', MEBIBYTES),
    entry('deviceMemoryReserved', 'DCGM_FI_DEV_FB_RESERVED', 'S29', MEBIBYTES),
    entry('deviceMemoryTotal', [...FRAMEBUFFER, 'DCGM_FI_DEV_FB_RESERVED'], 'S29', MEBIBYTES),
    entry('devicePower', 'DCGM_FI_DEV_POWER_USAGE', 'S29'),
    entry('deviceEnergy', 'DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION', 'S29', MILLIJOULES),
    entry('deviceClock', 'DCGM_FI_DEV_SM_CLOCK', 'S29'),
    entry('deviceTemperature', 'DCGM_FI_DEV_GPU_TEMP', 'S29'),
    entry('deviceLastError', 'DCGM_FI_DEV_XID_ERRORS', 'S29'),
  ],
};
