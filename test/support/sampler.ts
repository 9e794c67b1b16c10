import { tmpdir } from "node:os";
import { docker } from "./docker-objects";
import { insidePort } from "./inside";
import { start, type Running } from "./process";
import { until } from "./until";

/** What a process said of its configuration, if it differs from what it said before. */
export interface Sample {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly inForce: string;
  readonly configHash: string;
}

/** Asks a Chat Server from inside its container, again and again without a pause, what is in force. */
export class Sampler {
  private constructor(
    private readonly container: string,
    private readonly running: Running,
  ) {}

  static async start(container: string): Promise<Sampler> {
    const words = ["exec", container, "node", "-e", program];
    const sampler = new Sampler(container, start("docker", words, { cwd: tmpdir(), timeoutSeconds: 550 }));
    await until("the sampler has seen something", 60, () => Promise.resolve(sampler.last));
    return sampler;
  }

  /** The latest that differed. */
  get last(): Sample | undefined {
    return sightings(this.running.said()).at(-1);
  }

  async stop(): Promise<{ samples: number; sightings: readonly Sample[] }> {
    await docker("exec", this.container, "bash", "-c", `: > ${end}`);
    const { stdout, stderr } = await this.running.ended;
    const samples = Number(/^samples (\d+)$/m.exec(stdout)?.[1]);
    if (!samples) throw new Error(`the sampler ended without a count:\n${stdout.slice(-500)}${stderr}`);
    return { samples, sightings: sightings(stdout) };
  }
}

function sightings(said: string): Sample[] {
  return [...said.matchAll(/^(\d+) (\S+) (\S+)$/gm)].map(([, at, inForce = "", configHash = ""]) => ({
    at: Number(at),
    inForce,
    configHash,
  }));
}

/** In the container's memory. */
const end = "/tmp/sampler-end";

/** Ends when it finds that file, with the number of its samples. */
const program = `
let samples = 0, before = "";
fs.rmSync("${end}", { force: true });
const agent = new http.Agent({ keepAlive: true });
const ask = () =>
  new Promise((resolve) => {
    const asked = http.get({ port: ${insidePort}, path: "/status", agent, timeout: 3000 }, (answer) => {
      let text = "";
      answer.on("data", (part) => (text += part)).on("end", () => resolve(JSON.parse(text)));
    });
    asked.on("error", () => resolve()).on("timeout", () => asked.destroy(new Error("late")));
  });
(async () => {
  while (!fs.existsSync("${end}")) {
    const answer = await ask();
    if (answer) {
      samples += 1;
      const now = answer.inForce + " " + answer.configHash;
      if (now !== before) console.log(Date.now() + " " + now);
      before = now;
    }
    await new Promise((next) => setTimeout(next, 5));
  }
  console.log("samples " + samples);
  process.exit(0);
})();
`;
