import { byCodePoint } from "../../render";

/** A step of `pulumi preview --json`; only what we read of it. */
export interface PreviewStep {
  readonly op: string;
  readonly urn: string;
  readonly oldState?: { readonly type: string; readonly inputs?: Record<string, unknown> };
  readonly newState?: { readonly type: string; readonly inputs?: Record<string, unknown> };
  readonly replaceReasons?: readonly string[] | null;
  readonly diffReasons?: readonly string[] | null;
}

/** What `pulumi preview --json` prints. */
export interface Preview {
  readonly steps?: readonly PreviewStep[];
  readonly diagnostics?: readonly { readonly message: string; readonly severity: string }[];
}

/** One value that a change touches, in an Application's inputs: an option, a port, a connection, a release. */
export interface ValueChange {
  readonly application: string;
  readonly applicationType: string;
  /** Such as `options`, `settings`, `transcript-auto-save`. */
  readonly path: readonly string[];
  /** Undefined where there was none. */
  readonly old: string | undefined;
  /** Undefined where there is none any more. */
  readonly new: string | undefined;
}

/** What happens to a container, and the inputs that are the reason. */
export interface ContainerChange {
  readonly container: string;
  readonly application: string;
  /** The component it belongs to: a standby's is its primary's. */
  readonly component: string;
  readonly action: "created" | "replaced" | "removed" | "updated in place";
  readonly reasons: readonly string[];
}

const ourType = /^genesys-chat:index:(?<type>\w+)$/;
const containerType = "docker:index/container:Container";

/** The values that change, component by component, in the order of the preview. */
export function valueChanges(preview: Preview): ValueChange[] {
  return (preview.steps ?? []).flatMap((step) => {
    const type = ourType.exec((step.newState ?? step.oldState)?.type ?? "")?.groups?.type;
    if (type === undefined || step.op === "same") return [];
    const old = flatten(step.oldState?.inputs ?? {});
    const now = flatten(step.newState?.inputs ?? {});
    const application = nameOf(step.urn);
    const paths = [...new Map([...old.keys(), ...now.keys()].map((key) => [key, key])).keys()].sort(
      byCodePoint,
    );
    return paths
      .filter((path) => old.get(path) !== now.get(path))
      .map((path) => ({
        application,
        applicationType: type,
        path: JSON.parse(path) as string[],
        old: old.get(path),
        new: now.get(path),
      }));
  });
}

/** The processes' containers that change; carriers hold files only and are no news. */
export function containerChanges(preview: Preview): ContainerChange[] {
  const actions = {
    create: "created",
    replace: "replaced",
    delete: "removed",
    update: "updated in place",
  } as const;
  const primaries = primariesOfStandbys(preview);
  return (preview.steps ?? []).flatMap((step) => {
    const state = step.newState ?? step.oldState;
    if (state?.type !== containerType || nameOf(step.urn).endsWith("-carrier")) return [];
    const action = actions[step.op as keyof typeof actions];
    if (action === undefined) return [];
    return [
      {
        container: typeof state.inputs?.name === "string" ? state.inputs.name : "",
        application: nameOf(step.urn),
        component: primaries.get(nameOf(step.urn)) ?? nameOf(step.urn),
        action,
        reasons: [...(step.replaceReasons ?? step.diffReasons ?? [])].sort(byCodePoint),
      },
    ];
  });
}

function primariesOfStandbys(preview: Preview): Map<string, string> {
  return new Map(
    (preview.steps ?? []).flatMap(({ urn, newState, oldState }) =>
      [newState, oldState].flatMap((state) =>
        ourType.test(state?.type ?? "") && typeof state?.inputs?.backup === "string"
          ? [[state.inputs.backup, nameOf(urn)] as const]
          : [],
      ),
    ),
  );
}

/** Paths (as JSON, since option names hold any character) to leaf values, as text. */
function flatten(value: unknown, path: string[] = [], into = new Map<string, string>()): Map<string, string> {
  if (value !== null && typeof value === "object" && !Array.isArray(value)) {
    const { secret } = value as { secret?: unknown };
    if (typeof secret === "string" && Object.keys(value).length === 1) {
      into.set(JSON.stringify(path), `(secret ${secret})`);
      return into;
    }
    for (const [key, inner] of Object.entries(value)) flatten(inner, [...path, key], into);
    return into;
  }
  into.set(JSON.stringify(path), typeof value === "string" ? value : JSON.stringify(value));
  return into;
}

function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}
