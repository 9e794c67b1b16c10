import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { stackFingerprint } from "../../system/fingerprint";
import { resolveFile } from "../../system/stack-file";
import type { ProjectCopy } from "../../test/support/project-copy";
import type { TestStack } from "../../test/support/test-stack";

/**
 * Copies of a deployed stack under other names, subnets and ports, each with its file, its state and the history of its update: as if each
 * had been deployed by itself. Their containers are not there; a preview does not ask for them.
 */
export function cloneStacks(project: ProjectCopy, model: TestStack, count: number): string[] {
  const state = join(project.folder, "state", ".pulumi");
  const folder = (kind: string, stack: string) => join(state, kind, "genesys-chat", stack);
  const history = folder("history", model.name);
  const last = readdirSync(history)
    .filter((name) => name.endsWith(".history.json"))
    .sort()
    .at(-1)!;
  const entry = readFileSync(join(history, last), "utf8");
  const deployed = readFileSync(`${folder("stacks", model.name)}.json`, "utf8");
  const fingerprint = fingerprintIn(deployed);
  return Array.from({ length: count }, (_, index) => {
    const stack = `t${process.pid}clone${String(index).padStart(3, "0")}`;
    const renamed = (text: string) =>
      text
        .replaceAll(model.name, stack)
        .replaceAll((model.definition.network as { subnet: string }).subnet, `10.222.${index}.0/24`)
        .replaceAll(`${model.port}`, `${20_000 + index}`);
    project.writeStackFile(stack, renamed(project.readStackFile(model.name)));
    const own = ownFingerprint(project.folder, stack);
    const text = renamed(deployed).replace(
      renamed(JSON.stringify(fingerprint)),
      JSON.stringify({ ...fingerprint, ...own }),
    );
    if (!text.includes(own.definition))
      throw new Error(
        "The state does not contain the expected fingerprint. Update this benchmark to the state's current form.",
      );
    write(`${folder("stacks", stack)}.json`, text);
    write(join(folder("history", stack), renamed(last)), entry);
    write(join(folder("history", stack), renamed(last).replace(".history.", ".checkpoint.")), text);
    return stack;
  });
}

interface State {
  readonly checkpoint: {
    readonly latest: { readonly resources: { type: string; outputs?: { fingerprint?: object } }[] };
  };
}

function fingerprintIn(state: string): object {
  const { resources } = (JSON.parse(state) as State).checkpoint.latest;
  return resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs?.fingerprint ?? {};
}

function ownFingerprint(root: string, stack: string) {
  const file = `Pulumi.${stack}.yaml`;
  const { deployment } = resolveFile(join(root, file));
  if (!deployment) throw new Error(`${file} is not valid`);
  const texts = new Map([[file, readFileSync(join(root, file), "utf8")]]);
  return stackFingerprint(root, deployment, { files: [file], texts });
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
