import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { keyedHash } from "../operations/keyed-hash";
import { resolve } from "../model";
import { applicationFile } from "../render";
import { docker, processIds, stackObjects } from "../test/support/docker-objects";
import { keyOf, settledActive, status } from "../test/support/members";
import type { TestStack } from "../test/support/test-stack";
import { chatstackUp, editPair, pair, withDev } from "./support/deployed";
import { type Measured, measureAgainst, secondsOf } from "./support/rounds";

const peer = "docker cp and preview";

/**
 * An option of a pair that takes effect immediately, from the command until it has ended with the option in force, against copying the
 * two files into their volumes and one preview.
 */
export function measure(): Promise<Measured> {
  return withDev(async (stack) => {
    await stack.up();
    const key = await keyOf(stack);
    const before = JSON.stringify(await processIds(stack.name));
    let size = 100;
    const edit = () => {
      size += 1;
      editPair(stack, "message-log-print-size", size);
    };
    const contenders = [
      {
        name: "chatstack",
        run: async () => {
          await settledActive(stack, pair);
          edit();
          const seconds = await chatstackUp(stack);
          await requireInForce(stack, key);
          if (JSON.stringify(await processIds(stack.name)) !== before)
            throw new Error("An immediate option replaced a process.");
          return seconds;
        },
      },
      {
        name: peer,
        run: async () => {
          const deployed = stack.project.readStackFile(stack.name);
          // What is copied is what runs, so that stack and state stay in agreement; the preview shows a change.
          const copies = await Promise.all(pair.map((host) => copyOf(stack, host)));
          edit();
          const seconds = await secondsOf(async () => {
            for (const { file, target } of copies) await docker("cp", file, target);
            await stack.succeed("preview");
          });
          stack.project.writeStackFile(stack.name, deployed);
          return seconds;
        },
      },
    ];
    return measureAgainst(peer, contenders, { chatstack: 1.3 });
  });
}

/** The declared file of a Chat Server of the pair. */
function fileOf(stack: TestStack, host: string) {
  const { deployment } = resolve(stack.definition);
  const application = deployment?.applications.find(({ serverInfo }) => serverInfo.host === host);
  if (!deployment || !application) throw new Error(`The definition of ${stack.name} has no ${host}.`);
  return applicationFile(deployment, application);
}

async function requireInForce(stack: TestStack, key: string): Promise<void> {
  for (const host of pair) {
    const inForce = (await status(stack, host))?.inForce;
    if (inForce !== keyedHash(key, fileOf(stack, host).valuesHash))
      throw new Error(`${host} does not have its options in force when the command has ended.`);
  }
}

/** A Chat Server's file on this machine, and where `docker cp` writes it: the carrier that has its volume. */
async function copyOf(stack: TestStack, host: string): Promise<{ file: string; target: string }> {
  const file = join(stack.project.folder, `${host}.yaml`);
  writeFileSync(file, fileOf(stack, host).text);
  const volume = `${stack.container(host)}_config`;
  for (const id of (await stackObjects(stack.name)).containers) {
    const format =
      '{{index .Config.Labels "genesys-chat.role"}}{{range .Mounts}} {{.Name}}:{{.Destination}}{{end}}';
    const [role, ...mounts] = (await docker("inspect", "--format", format, id)).trim().split(" ");
    const mount = mounts.find((each) => each.startsWith(`${volume}:`));
    if (role === "carrier" && mount !== undefined)
      return { file, target: `${id}:${mount.slice(volume.length + 1)}/application.yaml` };
  }
  throw new Error(`No carrier of ${stack.name} has the volume ${volume}.`);
}
