/**
 * The commands that fix findings, each tried on its finding (test/verify.test.ts). A plain `up` compares the
 * definition with the state only; `--refresh` makes it look for containers, volumes and networks that are gone, and
 * nothing but a replaced resource brings back a file or an image.
 */
export class Commands {
  constructor(
    private readonly project: string,
    private readonly stack: string,
  ) {}

  /** Brings up what the definition says and the last `up` did not know. */
  up(): string {
    return this.chatstack("up");
  }

  /** Creates again what is missing. */
  refresh(): string {
    return this.chatstack("up", "--refresh");
  }

  /** Replaces a container that is in the state, by its resource's name. */
  replace(resource: string): string {
    return this.chatstack("up", `--replace '**Container::${resource}'`);
  }

  /** Takes a container away that only has the name, politely, and makes the declared one. */
  remake(container: string): string {
    return `docker stop -t 15 ${container} && docker rm ${container} && ${this.refresh()}`;
  }

  start(container: string): string {
    return `docker start ${container}`;
  }

  unpause(container: string): string {
    return `docker unpause ${container}`;
  }

  /** Stops a process politely, so that an active member hands over, and starts it again. */
  restart(container: string): string {
    return `docker restart -t 15 ${container}`;
  }

  /** Puts a container back into the network, under the name that others know. */
  connect(network: string, container: string, host: string): string {
    return `docker network connect --alias ${host} ${network} ${container}`;
  }

  /** The same if it is in the network without a name. */
  reconnect(network: string, container: string, host: string): string {
    return `docker network disconnect ${network} ${container} && ${this.connect(network, container, host)}`;
  }

  /** Replaces everything but the volumes; containers keep no address of a network that is gone. */
  remakeAll(network?: string): string {
    const labels = `--filter label=genesys-chat.project=${this.project} --filter label=genesys-chat.stack=${this.stack}`;
    return [
      `docker rm --force $(docker ps --all --quiet ${labels})`,
      ...(network === undefined ? [] : [`docker network rm ${network}`]),
      this.refresh(),
    ].join(" && ");
  }

  removeContainer(container: string): string {
    return `docker stop -t 15 ${container} && docker rm ${container}`;
  }

  removeVolume(volume: string): string {
    return `docker volume rm ${volume}`;
  }

  removeNetwork(network: string): string {
    return `docker network rm ${network}`;
  }

  /** What recovers by itself, and must be checked again. */
  again(): string {
    return this.chatstack("verify");
  }

  /** Looks again with the state that made the stack. */
  withState(): string {
    return `PULUMI_BACKEND_URL=URL-OF-THAT-STATE ${this.again()}`;
  }

  /** What no command alone can fix: a place in the definition. */
  correct(path: string): string {
    return `edit ${path} in Pulumi.${this.stack}.yaml && ${this.up()}`;
  }

  private chatstack(command: string, ...words: string[]): string {
    return ["./chatstack", command, "--stack", this.stack, ...words].join(" ");
  }
}
