/** A container in the output of `docker container inspect`; only what this project reads of it. */
export interface InspectedContainer {
  readonly Id: string;
  /** Begins with a slash. */
  readonly Name: string;
  /** The id of its image. */
  readonly Image: string;
  readonly Config: {
    /** The image's name that it was created with. */
    readonly Image: string;
    readonly Labels: Readonly<Record<string, string>> | null;
  };
  readonly State: {
    /** Such as `running` or `exited`. */
    readonly Status: string;
    /** The number of its process on the daemon's host; 0 if there is none. */
    readonly Pid: number;
    /** ISO 8601. */
    readonly StartedAt: string;
    readonly ExitCode: number;
    readonly OOMKilled: boolean;
    readonly Health?: {
      /** Such as `healthy`; `none` without a health check. */
      readonly Status: string;
      readonly Log: readonly { readonly Output: string }[] | null;
    };
  };
  readonly HostConfig: {
    /** Bytes; 0 if unlimited. */
    readonly Memory: number;
    readonly RestartPolicy: { readonly Name: string };
    /** Microseconds; 0 if unlimited. */
    readonly CpuQuota: number;
  };
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, InspectedEndpoint>> };
}

/** A container's place in a network. */
export interface InspectedEndpoint {
  readonly Aliases: readonly string[] | null;
  readonly IPAMConfig: { readonly IPv4Address?: string } | null;
}
