import * as pulumi from "@pulumi/pulumi";

/** A resource as the program declared it. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
}

/** The options of a resource that decide order and replacement, others by name. */
export interface RegisteredOptions {
  readonly parent?: string;
  readonly dependsOn: string[];
  readonly replaceWith: string[];
  readonly deleteBeforeReplace?: boolean;
  readonly replaceOnChanges?: string[];
}

/** Pulumi's own mock of its engine, with a list of what was declared. */
export class MockedEngine {
  readonly registered: Registered[] = [];
  readonly options = new Map<string, RegisteredOptions>();
  /** What another stack has as its outputs, whichever is asked. */
  outputsElsewhere: Record<string, unknown> = {};

  async start(stack = "test"): Promise<void> {
    await pulumi.runtime.setMocks(
      {
        newResource: ({ type, name, inputs }) => {
          this.registered.push({ type, name, inputs: inputs as Record<string, unknown> });
          const isOfOther = type === "pulumi:pulumi:StackReference";
          const outputs = isOfOther ? { outputs: this.outputsElsewhere } : {};
          return { id: `${name}-id`, state: { ...(inputs as Record<string, unknown>), ...outputs } };
        },
        call: ({ inputs }) => inputs as Record<string, unknown>,
      },
      "genesys-chat",
      stack,
      false,
      "organization",
    );
  }

  /** Runs what declares a component, and waits until all of it is registered. */
  async declare<Declared extends pulumi.Resource>(
    declaring: (opts: pulumi.ComponentResourceOptions) => Declared,
  ): Promise<Declared> {
    this.registered.length = 0;
    this.options.clear();
    const pending: Promise<void>[] = [];
    const { stackTraceLimit } = Error;
    const prepareStackTrace: unknown = Reflect.get(Error, "prepareStackTrace");
    // Pulumi keeps the stack of each promise and resource for messages of its own; jest maps each frame to its source.
    Error.stackTraceLimit = 0;
    Error.prepareStackTrace = () => "";
    try {
      const declared = declaring({
        transformations: [
          ({ name, opts }) => {
            pending.push(this.remember(name, opts));
            return undefined;
          },
        ],
      });
      await nameOf(declared);
      await this.quiet(pending);
      await Promise.all(pending);
      return declared;
    } finally {
      Object.assign(Error, { stackTraceLimit, prepareStackTrace });
    }
  }

  /** What is declared in another one's `apply` comes later: all is there when whatever was begun is registered, and no more comes. */
  private async quiet(begun: readonly unknown[]): Promise<void> {
    for (let seen = -1; seen !== begun.length || this.registered.length < begun.length;) {
      seen = begun.length;
      await new Promise((done) => setTimeout(done, 10));
    }
  }

  containers(): Registered[] {
    return this.registered.filter(({ type }) => type === "docker:index/container:Container");
  }

  volumes(): Registered[] {
    return this.registered.filter(({ type }) => type === "docker:index/volume:Volume");
  }

  inputsOf(name: string): Record<string, unknown> {
    const found = this.registered.filter((each) => each.name === name && !each.type.startsWith("genesys-"));
    if (found.length !== 1) throw new Error(`${found.length} resources are called ${name}`);
    return found[0]!.inputs;
  }

  private async remember(name: string, opts: pulumi.CustomResourceOptions): Promise<void> {
    const list = (value: unknown) =>
      Promise.all(
        ([value ?? []].flat() as (pulumi.Resource | Promise<pulumi.Resource>)[]).map(async (each) =>
          nameOf(await each),
        ),
      );
    this.options.set(name, {
      ...(opts.parent && { parent: await nameOf(opts.parent) }),
      dependsOn: await list(opts.dependsOn),
      replaceWith: await list(opts.replaceWith),
      ...(opts.deleteBeforeReplace !== undefined && { deleteBeforeReplace: opts.deleteBeforeReplace }),
      ...(opts.replaceOnChanges && { replaceOnChanges: opts.replaceOnChanges }),
    });
  }
}

/** A resource's labels by name. */
export function labelsOf(inputs: Record<string, unknown>): Record<string, string> {
  const labels = inputs.labels as { label: string; value: string }[];
  return Object.fromEntries(labels.map(({ label, value }) => [label, value]));
}

function nameOf(resource: pulumi.Resource): Promise<string> {
  return new Promise((done) => resource.urn.apply((urn) => done(urn.split("::").at(-1) ?? urn)));
}
