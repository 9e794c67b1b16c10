import { dockerRun } from "./docker-objects";

/** Where a connection is tried to. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Milliseconds; a packet that is dropped is never answered, and on one machine an answer takes a few. */
const patienceMs = 1500;

const program = `
const net = require("node:net");
const tried = JSON.parse(process.argv[1]).map(({ host, port }) => new Promise((resolve) => {
  const socket = net.connect({ host, port });
  const end = (answer) => { socket.destroy(); resolve(answer); };
  socket.setTimeout(${patienceMs}, () => end(false));
  socket.once("connect", () => end(true));
  socket.once("error", () => end(false));
}));
Promise.all(tried).then((answers) => process.stdout.write(JSON.stringify(answers)));
`;

/** Tries to connect from inside a container; returns for each address whether a server answered. */
export async function reachable(container: string, addresses: readonly Address[]): Promise<boolean[]> {
  const { code, stdout, stderr } = await dockerRun(
    "exec",
    container,
    "node",
    "-e",
    program,
    JSON.stringify(addresses),
  );
  if (code !== 0) throw new Error(`no probe could run in ${container}: ${stderr}`);
  return JSON.parse(stdout) as boolean[];
}
