import type * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";

/**
 * The restrictions of every container: no root, no capability, nothing to write but /tmp and volumes. The
 * provider has no setting for a pids limit; `nproc` bounds the account's processes instead, over all containers of the
 * host. Created for each, since a transformation may change it in place.
 */
export function hardening() {
  return {
    readOnly: true,
    capabilities: { drops: ["ALL"] },
    securityOpts: ["no-new-privileges:true"],
    ulimits: [{ name: "nproc", soft: 8192, hard: 8192 }],
  } satisfies Partial<docker.ContainerArgs>;
}

/**
 * Inputs that the daemon adds to by settings of its own (default-ulimits, log-opts), and that the provider then reads back as a
 * difference. They are ignored; a label over what is stated replaces the container where that changes, with what is stated then.
 */
export const filledIn = ["ulimits", "logOpts"] as const satisfies readonly (keyof docker.ContainerArgs)[];

/**
 * Inputs of containers that earlier releases stated: whether and how long the provider waits, which is decided at creation. An existing
 * container keeps them, so that their absence is no change.
 */
const statedEarlier = ["wait", "waitTimeout"] as const satisfies readonly (keyof docker.ContainerArgs)[];

/**
 * The provider's traps, closed once (reference: pulumi-practice.md 1.3 to 1.5): names are fixed, so the old container
 * goes first; inputs that its update function takes and never applies replace instead; a list that it fills in from
 * an unordered map is no difference.
 */
export function containerResourceOptions() {
  return {
    deleteBeforeReplace: true,
    replaceOnChanges: ["healthcheck", "init", "tmpfs", "rm", "cpuPeriod", "cpuQuota"],
    hideDiffs: ["networkDatas"],
    ignoreChanges: [...filledIn, ...statedEarlier],
  } satisfies pulumi.CustomResourceOptions;
}

/**
 * A network's name is fixed and every input of it replaces it: the old one goes before the new one comes, and with it the
 * containers that are in it.
 */
export function networkResourceOptions() {
  return { deleteBeforeReplace: true } satisfies pulumi.CustomResourceOptions;
}

/** A changed label on a fixed name fails the update (seen), and must not cost the data: labels stay as a volume got them. */
export function volumeResourceOptions() {
  return { ignoreChanges: ["labels"] } satisfies pulumi.CustomResourceOptions;
}
