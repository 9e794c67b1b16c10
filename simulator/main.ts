import { randomUUID } from "node:crypto";
import { ChatServer } from "./chat-server/chat-server";
import { Configuration } from "./configuration";
import { ContactServer } from "./contact-server/contact-server";
import { openDeploymentKey } from "./deployment-key";
import { openHealth } from "./health";
import { listen, Routes } from "./http-port";
import { InteractionServer } from "./interaction-server/interaction-server";
import { openLog, setVerbosity, type Log } from "./log";
import { MobileServices } from "./mobile-services/mobile-services";
import { OrchestrationServer } from "./orchestration-server/orchestration-server";
import type { SimulatedProcess } from "./process";
import { WebApiServer } from "./web-api-server/web-api-server";

const processes = {
  ContactServer,
  ChatServer,
  InteractionServer,
  OrchestrationServer,
  WebApiServer,
  GenesysMobileServices: MobileServices,
};

/** How far the start has come. */
interface State {
  /** What is still missing. */
  waitingFor?: string;
  running?: SimulatedProcess;
  configuration?: Configuration;
}

/** Runs the process that the application file names: wait for the file, open the ports, work, end in good order. */
async function main(): Promise<void> {
  const log = openLog();
  const state: State = { waitingFor: "no verified application file" };
  surviveMistakes(log);
  endOnSignal(state, log);
  const unhealthy = () => state.waitingFor ?? state.running?.unhealthy();
  const inside = new Routes("nothing else is answered inside the container");
  await openHealth(unhealthy, () => unhealthy() ?? state.configuration?.notInForce(), log, inside);
  await deploymentKey(state, log);
  state.waitingFor = "no verified application file";

  const file = process.env.GENESYS_APPLICATION_FILE ?? "/etc/genesys/application.yaml";
  const configuration = await Configuration.open(file, log);
  state.configuration = configuration;
  const { name, type } = configuration.current.application;
  log.setBindings({ application: name });
  const verbosity = (): void => setVerbosity(log, configuration.option("log", "verbose"));
  verbosity();
  configuration.onChange(verbosity);

  const dataFolder = process.env.GENESYS_DATA ?? "/var/lib/genesys";
  // Should the next line throw, a folder that can't be written say, this is what the health check tells.
  state.waitingFor = `${type} can't start; its log says why (data folder: ${dataFolder})`;
  const one: SimulatedProcess = new processes[type]({
    configuration,
    log,
    incarnation: randomUUID(),
    dataFolder,
  });
  await one.prepare?.();
  for (const { id, port } of configuration.current.listeningPorts) {
    state.waitingFor = `port ${port} (${id}) can't be opened`;
    // One that this kind of process has no use for is open and knows nothing.
    const routes = one.ports[id] ?? new Routes("nothing is served on this port");
    await openPort(routes, port, id, log);
  }
  one.addInside?.(inside);
  inside.on("GET", "/status", () => statusOf(one, configuration));
  one.start();
  state.running = one;
  delete state.waitingFor;
  log.info({ type, configHash: configuration.configHash }, "started");
}

/** What the process says of itself, inside its container. */
function statusOf(one: SimulatedProcess, configuration: Configuration): object {
  const { role, epoch, sessions } = one.status();
  return {
    application: configuration.current.application.name,
    type: configuration.current.application.type,
    role,
    epoch,
    configHash: configuration.configHash,
    inForce: configuration.inForce,
    restartPending: configuration.restartPending,
    sessions,
  };
}

/** Opens the deployment's key, trying again while that fails: a full volume may have room later. */
async function deploymentKey(state: State, log: Log): Promise<void> {
  const folder = process.env.GENESYS_KEYS ?? "/var/lib/genesys-keys";
  for (let told = false; ; told = true) {
    try {
      return openDeploymentKey(folder);
    } catch (error) {
      state.waitingFor = `the deployment's key can't be opened in ${folder}: ${(error as Error).message}`;
      if (!told) log.error({ folder, err: error }, "the deployment's key can't be opened");
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

async function openPort(routes: Routes, port: number, id: string, log: Log): Promise<void> {
  for (let told = false; ; told = true) {
    try {
      await listen(routes, port, "0.0.0.0", log);
      return;
    } catch (error) {
      if (!told)
        log.error(
          { port, id, code: (error as NodeJS.ErrnoException).code },
          "a listening port can't be opened",
        );
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

function endOnSignal(state: State, log: Log): void {
  let ending = false;
  const end = async (signal: string): Promise<void> => {
    if (ending) return;
    ending = true;
    log.info({ signal }, "ending");
    await state.running?.stop().catch((error: unknown) => log.error({ err: error }, "ending failed"));
    log.info("ended");
    process.exit(0);
  };
  process.on("SIGTERM", () => void end("SIGTERM"));
  process.on("SIGINT", () => void end("SIGINT"));
}

/** A mistake in one request must not take the sessions of all others with it. */
function surviveMistakes(log: Log): void {
  process.on("unhandledRejection", (error) => log.error({ err: error }, "unhandled rejection"));
  process.on("uncaughtException", (error: NodeJS.ErrnoException) => {
    // The reader of the log is gone: the process continues, and can't log this.
    if (error.code === "EPIPE") return;
    log.fatal({ err: error }, "uncaught exception");
    process.exit(1);
  });
}

void main();
