/**
 * Runs inside a container, or beside one in its network, with nothing but Node.js: asks for the process's own status, which
 * may have several ports, and tries every link at once. It answers one line of JSON, `{status, key, reasons}`; a reason is null where there was an answer,
 * and the key is left out where there is none.
 */
export const probeScript = `
const http = require("node:http");
const net = require("node:net");
const { statusPorts, keyFile, links, limitMs } = JSON.parse(process.argv[1]);
let key;
try { key = require("node:fs").readFileSync(keyFile, "utf8").trim(); } catch { key = undefined; }
const get = (host, port, path) => new Promise((resolve) => {
  const request = http.get({ host, port, path, agent: false });
  const timer = setTimeout(() => request.destroy(new Error("no answer within " + limitMs / 1000 + " s")), limitMs);
  const end = (answer) => { clearTimeout(timer); resolve(answer); };
  request.on("error", (error) => end({ reason: error.code || error.message }));
  request.on("response", (response) => {
    let text = "";
    response.on("error", (error) => end({ reason: error.message }));
    response.on("data", (chunk) => (text += chunk));
    response.on("end", () => end({ reason: null, text, ok: response.statusCode === 200 }));
  });
});
const connect = (host, port) => new Promise((resolve) => {
  const socket = net.connect({ host, port });
  const end = (reason) => { clearTimeout(timer); socket.destroy(); resolve(reason); };
  const timer = setTimeout(() => end("no answer within " + limitMs / 1000 + " s"), limitMs);
  socket.on("error", (error) => end(error.code || error.message));
  socket.on("connect", () => end(null));
});
const tried = links.map(({ by, host, port }) =>
  by === "http" ? get(host, port, "/").then(({ reason }) => reason) : connect(host, port));
const asked = Promise.all(statusPorts.map((port) => get("127.0.0.1", port, "/status")));
Promise.all([asked, ...tried]).then(([answers, ...reasons]) => {
  const told = answers.find(({ ok }) => ok) || answers.find(({ text }) => text);
  const line = JSON.stringify({ status: (told && told.text) || null, key, reasons });
  // An exit waits for names that are still being looked up, a kill does not; the first process of a container takes none.
  process.stdout.write(line, () => { process.kill(process.pid, "SIGKILL"); process.exit(0); });
});
`;
