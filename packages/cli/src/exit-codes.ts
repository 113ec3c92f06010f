/** What a command says to the shell. */
export const exitCodes = {
  ok: 0,
  /** Something failed: a step, a file, a server. */
  failed: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** The command worked and found something: anomalies, alerts, a model that is not blessed. */
  findings: 3,
  /** Stopped by Ctrl-C: 128 and the number of SIGINT. */
  interrupted: 130,
  /** Stopped by SIGTERM: 128 and its number. */
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
