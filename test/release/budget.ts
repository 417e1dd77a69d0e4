/** How large the parts may become, in bytes: what they were when this was written, and some room. */
export const BUDGET = {
  /** The program in a package, without Electron. */
  asar: 9_800_000,
  /** The window's files, as they lie on a server. */
  renderer: 9_600_000,
  /** What a browser loads before the lab is there, each file compressed by gzip. */
  firstLoad: 1_000_000,
};
