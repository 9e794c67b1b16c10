import { containers, type ContainerSummary, dockerSentence, jsonLine, label } from "./client";
import { query } from "./command";
import type { HostNetwork } from "./host-conflicts";
import { inspectedNetwork, networkFormat } from "./host";
import type { InspectedContainer } from "./inspected-container";
import { Failure } from "../system/failure";

/** A network or a volume in the list of all of them. */
export interface ListedObject {
  /** A volume's is its name. */
  readonly id: string;
  readonly name: string;
  /** The stack's project and name by its labels; empty texts if it has none. */
  readonly project: string;
  readonly stack: string;
}

/** A network of the daemon with its id. */
export type NetworkDetails = HostNetwork & { readonly id: string };

/** Seconds that the daemon may take for one answer. */
const patienceSeconds = 60;

/**
 * The objects of the Docker daemon at one moment. Each list and each object is asked for once, when it is needed first, and then known: a
 * command hands one snapshot to all that compare with the daemon.
 *
 * A snapshot is valid until the command, or the engine that it runs, changes something on the daemon, or until time has passed in
 * which the daemon may have changed by itself: while the command polls, after a preview of the engine, after a question to an operator. Make a new
 * one then. What is gone since it was listed is left out.
 */
export class DaemonSnapshot {
  private readonly lists = new Map<string, Promise<unknown>>();
  private readonly inspected = {
    container: new Answers((ids) => this.inspectContainers(ids)),
    network: new Answers((ids) => this.inspectNetworks(ids)),
    image: new Answers((references) => this.inspectImages(references)),
  };

  constructor(private readonly seconds = patienceSeconds) {}

  /** All containers, running or not. */
  containers(): Promise<readonly ContainerSummary[]> {
    return this.once("containers", () => containers((...args) => this.ask(args)));
  }

  /** All networks, without what is in them. */
  networks(): Promise<readonly ListedObject[]> {
    return this.once("networks", () => this.list("network", "ls", "--no-trunc"));
  }

  /** All volumes. */
  volumes(): Promise<readonly ListedObject[]> {
    return this.once("volumes", () => this.list("volume", "ls"));
  }

  /** Containers as `docker inspect` shows them, by id. */
  containerDetails(ids: readonly string[]): Promise<ReadonlyMap<string, InspectedContainer>> {
    return this.inspected.container.of(ids);
  }

  /** Networks with their subnets and members, by id. */
  networkDetails(ids: readonly string[]): Promise<ReadonlyMap<string, NetworkDetails>> {
    return this.inspected.network.of(ids);
  }

  /** The ids of images, by the reference that names each. */
  imageIds(references: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.inspected.image.of(references);
  }

  private once<T>(name: string, ask: () => Promise<T>): Promise<T> {
    const known = this.lists.get(name) as Promise<T> | undefined;
    if (known) return known;
    const asked = ask();
    this.lists.set(name, asked);
    return asked;
  }

  private async list(kind: "network" | "volume", ...args: readonly string[]): Promise<ListedObject[]> {
    const format = jsonLine({
      id: kind === "network" ? ".ID" : ".Name",
      name: ".Name",
      project: label("project"),
      stack: label("stack"),
    });
    return linesOf(await this.ask([kind, ...args, "--format", format])).map(
      (line) => JSON.parse(line) as ListedObject,
    );
  }

  private async inspectContainers(ids: readonly string[]): Promise<Map<string, InspectedContainer>> {
    const text = await this.inspect(["container", "inspect", ...ids]);
    return new Map((JSON.parse(text || "[]") as InspectedContainer[]).map((one) => [one.Id, one]));
  }

  private async inspectNetworks(ids: readonly string[]): Promise<Map<string, NetworkDetails>> {
    const text = await this.inspect(["network", "inspect", "--format", networkFormat, ...ids]);
    return new Map(
      linesOf(text)
        .map(inspectedNetwork)
        .map((one) => [one.id, one]),
    );
  }

  private async inspectImages(references: readonly string[]): Promise<Map<string, string>> {
    const found = JSON.parse(
      (await this.inspect(["image", "inspect", ...references])) || "[]",
    ) as InspectedImage[];
    return new Map(
      references.flatMap((reference): [string, string][] => {
        const known = [reference, `${reference}:latest`];
        const image = found.find(({ RepoTags, RepoDigests }) =>
          [...(RepoTags ?? []), ...(RepoDigests ?? [])].some((name) => known.includes(name)),
        );
        return image ? [[reference, image.Id]] : [];
      }),
    );
  }

  /** The client fails if one of the objects is gone, and prints the others all the same. */
  private async inspect(args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await query(args, this.seconds);
    if (code === null || (code !== 0 && dockerSentence(stderr) !== undefined))
      throw this.failure(args, stderr);
    return stdout.toString("utf8");
  }

  private async ask(args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await query(args, this.seconds);
    if (code === 0) return stdout.toString("utf8");
    throw this.failure(args, stderr, code);
  }

  private failure(args: readonly string[], stderr: string, code: number | null = null): Failure {
    const sentence = dockerSentence(stderr);
    if (sentence !== undefined) return new Failure(sentence);
    if (code === null) return new Failure(`The Docker daemon gave no answer within ${this.seconds} s.`);
    return new Failure(`docker ${args.join(" ")}: ${stderr.trim()}`);
  }
}

interface InspectedImage {
  readonly Id: string;
  readonly RepoTags: readonly string[] | null;
  readonly RepoDigests: readonly string[] | null;
}

const linesOf = (text: string) => text.split("\n").filter(Boolean);

/** What is known of objects by a key each; only those that were never asked for are asked for, all of them at once. */
class Answers<T> {
  private readonly asked = new Map<string, Promise<ReadonlyMap<string, T>>>();

  constructor(private readonly ask: (keys: readonly string[]) => Promise<ReadonlyMap<string, T>>) {}

  async of(keys: readonly string[]): Promise<ReadonlyMap<string, T>> {
    const missing = [...new Set(keys)].filter((key) => !this.asked.has(key));
    if (missing.length > 0) {
      const answer = this.ask(missing);
      for (const key of missing) this.asked.set(key, answer);
    }
    const found = new Map<string, T>();
    for (const key of keys) {
      const one = (await this.asked.get(key))?.get(key);
      if (one !== undefined) found.set(key, one);
    }
    return found;
  }
}
