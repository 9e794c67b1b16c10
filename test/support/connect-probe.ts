import { dockerRun } from "./docker-objects";

/** Where a connection is tried to. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Milliseconds; a packet that is dropped is never answered, and on one machine an answer takes a few. */
const patienceMs = 1500;

/**
 * Names are asked of Docker's name server only once: on a machine without DNS it passes on what it does not know, and the system's own
 * look-up waits for half a minute each.
 */
const program = `
const [dns, net] = [require("node:dns"), require("node:net")];
const resolver = new dns.Resolver({ timeout: ${patienceMs}, tries: 1 });
const lookup = (host, options, found) =>
  resolver.resolve4(host, (error, addresses) => {
    if (error) return found(error);
    if (options.all) return found(null, addresses.map((address) => ({ address, family: 4 })));
    found(null, addresses[0], 4);
  });
const tried = JSON.parse(process.argv[1]).map(({ host, port }) => new Promise((resolve) => {
  const socket = net.connect({ host, port, lookup });
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
