import { dockerRun } from "./docker-objects";

/** The port of a simulated process that is reached from inside its container only. */
export const insidePort = 4999;

/**
 * Runs a script of bash inside a container and returns what it wrote; undefined if it failed. Use what bash has itself, as the image's
 * health check does: to start Node.js there takes thirty times its processor time.
 */
export async function insideBash(container: string, script: string): Promise<string | undefined> {
  const { code, stdout } = await dockerRun("exec", container, "bash", "-c", script);
  return code === 0 ? stdout : undefined;
}

/** Writes the body of a process's answer; empty if it takes connections and does not answer within 3 s. */
export const getScript = (path: string) =>
  [
    `exec 3<>/dev/tcp/127.0.0.1/${insidePort} || exit 1`,
    `printf 'GET ${path} HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3`,
    "while read -r -t 3 line <&3 && [ \"${line%$'\\r'}\" ]; do :; done",
    "IFS= read -r -d '' -t 3 body <&3",
    'printf %s "$body"',
  ].join("\n");
