import { z } from "zod";
import { absolutePath, line, wholeNumber } from "./scalar";

const words = (what: string) => z.array(line(what), { error: "a list of words" });
const seconds = (max: number) => wholeNumber("a time in seconds", 1, max);

/** How a real image's container is asked whether it is healthy. */
export const health = z.strictObject({
  /** The command and its arguments, run inside the container; exit code 0 means healthy. */
  command: words("a word of a command").min(1, { error: "a command" }),
  /** How often it is asked, in seconds, 1 to 3600; default 10. */
  interval: seconds(3600).optional(),
  /** How long an answer may take, in seconds, 1 to 3600; default 5. */
  timeout: seconds(3600).optional(),
  /** After how many bad answers in a row it counts as unhealthy, 1 to 100; default 3. */
  retries: wholeNumber("a number of answers", 1, 100).optional(),
});

/** How clients come back to a server that they lost (PSDK-CfgServer: timeout and attempts). */
export const reconnect = z.strictObject({
  /** How long a client waits before it connects again, in seconds, 1 to 3600; default 10, as Genesys advises. */
  timeout: seconds(3600).optional(),
  /** How often it tries before it goes to the Backup Server, 1 to 100; default 1, as Genesys advises. */
  attempts: wholeNumber("a number of attempts", 1, 100).optional(),
});

/** How an application's process is started, asked and stopped; what only a named image can follow is refused on the simulator. */
export const process = {
  /** How long a start may take, in seconds, 1 to 3600; default 90 (PSDK-CfgApplication), 60 for the simulator. */
  startupTimeout: seconds(3600).optional(),
  /** How long a stop may take until the process is killed, in seconds, 1 to 3600; default 90 (PSDK-CfgApplication), 15 for the simulator. */
  shutdownTimeout: seconds(3600).optional(),
  /** How clients come back to it. */
  reconnect: reconnect.optional(),
  /** The program and its first arguments; default the image's own entry point. Named images only. */
  commandLine: words("a word of a command line").min(1, { error: "a program" }).optional(),
  /** The arguments after the program; with delivery by Configuration Server after `-host`, `-port` and `-app`. Custom images only. */
  commandLineArguments: words("an argument").optional(),
  /** The folder that the program starts in; default the image's own. Named images only. */
  workingDirectory: absolutePath.optional(),
  /** The account that the process runs as, as `uid:gid`, never root; default 10001:10001. Named images only. */
  user: z
    .string({ error: "an account such as 500:500" })
    .regex(/^[1-9]\d{0,8}:[1-9]\d{0,8}$/, { error: "an account such as 500:500, not root" })
    .optional(),
  /** Folders that the process may write to, each kept in a volume over restarts; default /tmp only, in memory. Named images only. */
  writablePaths: z.array(absolutePath, { error: "a list of paths" }).optional(),
  /** Own files by their path in the container, such as the ChatLBServerInfo.jsp that the seed has one download; each value is a file's path from the project's folder. Named images only. */
  files: z.record(z.string(), line("a file's path from the project's folder")).optional(),
  /** The health check; default the image's own, which an update does not wait for. Custom images only. */
  health: health.optional(),
};
