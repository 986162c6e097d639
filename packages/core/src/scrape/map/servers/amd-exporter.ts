import { entry, PERCENT, type ServerMap } from '../server-map.ts';

const MICROJOULES = { scale: 0.000_001 } as const;
const MEGABYTES = { scale: 1_000_000 } as const;
/** Partitions other than the first have no power meter and report 0 W. */
const FIRST_PARTITION = { only: { gpu_partition_id: ['', '0'] } } as const;

/** The exporter can be configured to prefix every name. */
const FAMILY =
  /gpu_(?:gfx_activity|umc_activity|used_vram|total_vram|free_vram|package_power|average_package_power|power_usage|energy_consumed|junction_temperature)$/;
const SIGN = /^gpu_(?:gfx_activity|umc_activity|used_vram|package_power|energy_consumed)$/;

/** AMD's device metrics exporter. All its series are typed as gauges, including accumulated energy. */
export const AMD_EXPORTER: ServerMap = {
  server: 'amd-exporter',
  isSign: (base) => SIGN.test(base),
  normalize: (base) => FAMILY.exec(base)?.[0] ?? base,
  labels: ['gpu_id', 'serial_number', 'card_model', 'gpu_partition_id'],
  engineLabels: ['gpu_id', 'gpu_partition_id'],
  entries: [
    entry('deviceUtilization', 'gpu_gfx_activity', 'S30 D30', PERCENT),
    entry('deviceMemoryActivity', 'gpu_umc_activity', 'S30 D30', PERCENT),
    entry('deviceMemoryUsed', 'gpu_used_vram', 'S30 D30', MEGABYTES),
    entry('deviceMemoryFree', 'gpu_free_vram', 'S30 D30', MEGABYTES),
    entry('deviceMemoryTotal', 'gpu_total_vram', 'S30 D30', MEGABYTES),
    entry('devicePower', 'gpu_package_power', 'S30 D30', FIRST_PARTITION),
    entry('devicePower', 'gpu_average_package_power', 'S30 D30', FIRST_PARTITION),
    entry('devicePower', 'gpu_power_usage', 'S30 D30', FIRST_PARTITION),
    entry('deviceEnergy', 'gpu_energy_consumed', 'S30 D30', {
      ...MICROJOULES,
      ...FIRST_PARTITION,
    }),
    entry('deviceTemperature', 'gpu_junction_temperature', 'S30 D30'),
  ],
};
