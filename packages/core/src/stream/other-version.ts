/** What to do with recorded data of another version of Loadcell. */
export const OTHER_VERSION_HELP =
  'run the test again, or read the directory with the version that wrote it';
