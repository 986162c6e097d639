/** What to do with recorded data of another version of Loadcell. */
export const OTHER_VERSION_HELP =
  'run the test again, or read the directory with the version that wrote it';

/** What to do with recorded data that is damaged or incomplete. */
export const COPY_HELP = 'copy the whole run directory again, or rerun';
