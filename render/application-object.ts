import { defaultReconnect } from "../model/defaults";
import type { Application, Deployment } from "../model/deployment";
import { startArguments } from "./start-arguments";

/** What an Application object is made of besides its options, ports and connections; times in seconds. */
export interface ApplicationObject {
  /** The tenant that owns it. */
  readonly tenant: string;
  /** The folder that holds it. */
  readonly folder: string;
  /** Its Application Template; left out where the definition names none. */
  readonly template?: string;
  /** The Host object it runs on; left out where the definition names none. */
  readonly host?: string;
  /** Left out if it is the image's own. */
  readonly workingDirectory?: string;
  /** The program and its first arguments, word by word; left out if it is the image's own entry point. */
  readonly commandLine?: readonly string[];
  /** The arguments after it, word by word. */
  readonly commandLineArguments: readonly string[];
  /** Default 90 (PSDK-CfgApplication). */
  readonly startupTimeout: number;
  /** Default 90 (PSDK-CfgApplication). */
  readonly shutdownTimeout: number;
  /** How long a client waits before it connects again; default 10 (PSDK-CfgServer). */
  readonly timeout: number;
  /** How often it tries before it goes to the Backup Server; default 1 (PSDK-CfgServer). */
  readonly attempts: number;
}

/** The product's own timeouts of an Application object, in seconds (PSDK-CfgApplication). */
const productTimeout = 90;

/** An application's object as Configuration Server is to have it; undefined with delivery by files. */
export function applicationObject(
  deployment: Deployment,
  application: Application,
): ApplicationObject | undefined {
  const { configurationServer } = deployment;
  if (!configurationServer) return undefined;
  const { type, placement, process = {} } = application;
  const { workingDirectory, commandLine, startupTimeout, shutdownTimeout, reconnect } = process;
  const template = configurationServer.templates[type];
  return {
    tenant: configurationServer.tenant,
    folder: configurationServer.folder,
    ...(template !== undefined && { template }),
    ...(placement !== undefined && { host: placement }),
    ...(workingDirectory !== undefined && { workingDirectory }),
    ...(commandLine && { commandLine }),
    commandLineArguments: startArguments(deployment, application) ?? [],
    startupTimeout: startupTimeout ?? productTimeout,
    shutdownTimeout: shutdownTimeout ?? productTimeout,
    timeout: reconnect?.timeout ?? defaultReconnect.timeout,
    attempts: reconnect?.attempts ?? defaultReconnect.attempts,
  };
}
