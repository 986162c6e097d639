import { counter, gauge, state } from './quantity.ts';

/** Devices, as an exporter or the server reports them. */
export const DEVICE_QUANTITIES = {
  deviceUtilization: gauge('ratio', 'each', 'share of time in which the device was busy'),
  deviceEngineActivity: gauge('ratio', 'each', 'share of cycles with the graphics engine active'),
  deviceSmActivity: gauge('ratio', 'each', 'share of cycles with a multiprocessor active'),
  deviceTensorActivity: gauge('ratio', 'each', 'share of cycles with the tensor pipe active'),
  deviceMemoryActivity: gauge('ratio', 'each', 'share of cycles with the device memory active'),
  deviceMemoryUsed: gauge('bytes', 'sum', 'device memory in use'),
  deviceMemoryFree: gauge('bytes', 'sum', 'free device memory'),
  deviceMemoryReserved: gauge('bytes', 'sum', 'device memory reserved by the driver'),
  deviceMemoryTotal: gauge('bytes', 'sum', 'device memory'),
  devicePower: gauge('watts', 'sum', 'power draw of the device'),
  deviceEnergy: counter('joules', 'energy that the device consumed'),
  deviceClock: gauge('megahertz', 'each', 'clock of the multiprocessors'),
  deviceTemperature: gauge('celsius', 'max', 'temperature of the device'),
  deviceLastError: state('code of the last device error'),

  weightMemory: gauge('bytes', 'each', 'memory of the weights on one device'),
  kvCacheMemory: gauge('bytes', 'each', 'memory of the KV cache on one device'),
  estimatedFlops: counter('count', 'floating-point operations per device, estimated by the server'),
  estimatedReadBytes: counter('bytes', 'bytes read per device, estimated by the server'),
  estimatedWriteBytes: counter('bytes', 'bytes written per device, estimated by the server'),
};
