/** Whether files are forced to the disk before they get their names. Node refuses that under its permission model. */
export const FLUSHES: boolean = !('permission' in process);
