import type { ContainerSettings } from "../../docker/process-settings";

/** The words for an input of a container that changes, by the provider's name or the label's. */
export function inputWords(name: string): string {
  return words[name] ?? `container property ${name}`;
}

/** The settings of a process: each must have words. */
const settings: Readonly<Record<keyof ContainerSettings, string>> = {
  entrypoints: "command line",
  command: "start arguments",
  workingDir: "working folder",
  user: "account",
  tmpfs: "temporary folder in memory",
  memory: "memory limit",
  memorySwap: "memory limit",
  cpuPeriod: "limit of processor time",
  cpuQuota: "limit of processor time",
  logDriver: "log driver",
  logOpts: "limits of its log",
  destroyGraceSeconds: "time that a stop may take",
  healthcheck: "health check",
  wait: "whether a start waits for its health",
  waitTimeout: "time that a start may take",
};

const words: Readonly<Record<string, string>> = {
  ...settings,
  name: "container name",
  hostname: "host name",
  image: "another image",
  ports: "published ports",
  networksAdvanced: "network",
  networkMode: "network",
  volumes: "another volume",
  uploads: "files",
  restart: "restart policy",
  readOnly: "read-only root folder",
  capabilities: "capabilities",
  securityOpts: "security options",
  ulimits: "limits of its processes",
  start: "whether it runs",
  mustRun: "whether it runs",
  removeVolumes: "what its removal removes",
  containerReadRefreshTimeoutMilliseconds: "time that the provider waits for the daemon",
  // Labels, by their names without this project's prefix.
  labels: "labels",
  "restart-hash": "values that it applies only after a restart",
  "settings-hash": "how it is started",
  "files-hash": "custom files",
  "limits-hash": "limits of its log or its processes",
  project: "its label names the project",
  stack: "its label names the stack",
  role: "its label names the role",
  tenant: "its label names the tenants",
  application: "another Application name",
  run: "its label names the run",
  secret: "a secret that it applies only after a restart",
  carrier: "its file contains a secret, and is applied only after a restart",
};
