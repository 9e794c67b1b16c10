import { connect } from "node:net";
import { basename, sep } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isPulumi, isRunning, processes, type ProcessFacts } from "../../system/running-process";

/**
 * Ends what an engine that was killed left running in a project's folder: its language host, its program and its
 * plugins, which would continue to change containers during the next run. Those of this project's own tools end by
 * themselves; official ones may live on for minutes. A process is ended only if all of this holds: it works inside
 * the folder, it is one that an engine starts, and no process answers at the engine's address in its arguments. So
 * nothing that a living engine owns is touched, whichever stack it works on. Does nothing if the system is not Linux.
 */
export async function endLeftoverProcesses(root: string, report: (line: string) => void): Promise<void> {
  for (const one of await leftoverProcesses(root)) {
    report(`Ending ${basename(one.words[0] ?? "")} (process ${one.pid}), which that run left behind.`);
    try {
      // Whatever it would do on a polite request, it must do nothing more to the daemon.
      process.kill(one.pid, "SIGKILL");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
    for (let waited = 0; isRunning(one.pid) && waited < 5_000; waited += 50) await sleep(50);
  }
}

/** The processes that serve an engine which is gone. */
export async function leftoverProcesses(root: string): Promise<ProcessFacts[]> {
  const candidates = processes().filter(
    ({ folder, parent }) => (folder === root || folder.startsWith(root + sep)) && !isPulumi(parent),
  );
  const left = await Promise.all(
    candidates.map(async (one) => {
      const port = enginePort(one.words);
      return port !== undefined && !(await answers(port)) ? [one] : [];
    }),
  );
  return left.flat();
}

/** The port of the engine that a language host, a plugin or a program was started to serve; undefined for all others. */
export function enginePort(words: readonly string[]): number | undefined {
  const isPlugin = /^pulumi-(language|resource|analyzer)-/.test(basename(words[0] ?? ""));
  const isProgram = words.some((word) => /@pulumi\/pulumi\/cmd\/run(\/|$)/.test(word));
  const address = isPlugin
    ? words.find((word) => loopback.test(word))
    : isProgram
      ? words[words.indexOf("--engine") + 1]
      : undefined;
  const port = loopback.exec(address ?? "")?.[1];
  return port === undefined ? undefined : Number(port);
}

const loopback = /^127\.0\.0\.1:(\d+)$/;

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const answer = (it: boolean) => {
      socket.destroy();
      resolve(it);
    };
    socket.once("connect", () => answer(true));
    // Anything but a refusal leaves it open whether there is an engine.
    socket.once("error", (error: NodeJS.ErrnoException) => answer(error.code !== "ECONNREFUSED"));
    socket.setTimeout(1_000, () => answer(true));
  });
}
