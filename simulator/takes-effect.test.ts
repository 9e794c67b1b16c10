import { valuesHash } from "./application-file";
import { apply, takesEffectAtOnce } from "./takes-effect";

const old = {
  application: { name: "ChatServer1" },
  listeningPorts: [{ id: "default", port: 1 }],
  options: {
    "endpoints:1": { default: "Chat In" },
    settings: { "transcript-auto-save": "2", "session-shutdown-timeout": "180" },
  },
};

test("immediate options are taken at once, others wait", () => {
  const next = {
    ...old,
    options: {
      "endpoints:1": { default: "Chat In", vip: "VIP In" },
      settings: { "transcript-auto-save": "1", "session-shutdown-timeout": "200", unheard: "of" },
    },
  };
  const { inForce, applied, pending } = apply("ChatServer", old, next);
  expect(applied).toEqual(["endpoints:1/vip", "settings/transcript-auto-save"]);
  expect(pending).toEqual(["settings/session-shutdown-timeout", "settings/unheard"]);
  expect(inForce.options).toEqual({
    "endpoints:1": { default: "Chat In", vip: "VIP In" },
    settings: { "transcript-auto-save": "1", "session-shutdown-timeout": "180" },
  });
});

test("parts of the file that are not options wait, by their key", () => {
  const { inForce, pending } = apply("ChatServer", old, { ...old, listeningPorts: [], connections: [] });
  expect(pending).toEqual(["connections", "listeningPorts"]);
  expect(inForce).toEqual(old);
});

test("the values' hash in force is the declared one exactly when nothing is pending", () => {
  const immediate = {
    ...old,
    options: { settings: { "session-shutdown-timeout": "180" }, log: { buffering: "true" } },
  };
  expect(valuesHash(apply("ChatServer", old, immediate).inForce)).toBe(valuesHash(immediate));
  const restart = { ...old, options: { ...old.options, log: { buffering: "true" }, other: { option: "1" } } };
  const { inForce } = apply("ChatServer", old, restart);
  expect(valuesHash(inForce)).not.toBe(valuesHash(restart));
  // Taking the edit back leaves nothing pending.
  expect(apply("ChatServer", inForce, old)).toMatchObject({ pending: [], inForce: old });
});

test("what Genesys documents as immediate is, unknown options are not", () => {
  expect(takesEffectAtOnce("ChatServer", "endpoints:101", "any key")).toBe(true);
  expect(takesEffectAtOnce("ChatServer", "settings", "session-restoration-mode")).toBe(true);
  expect(takesEffectAtOnce("ChatServer", "settings", "use-contact-server")).toBe(false);
  expect(takesEffectAtOnce("GenesysMobileServices", "gms", "http.socket_timeout")).toBe(true);
  expect(takesEffectAtOnce("WebApiServer", "log", "buffering")).toBe(true);
  expect(takesEffectAtOnce("WebApiServer", "log", "verbose")).toBe(true);
  expect(takesEffectAtOnce("WebApiServer", "log", "keep-startup-file")).toBe(false);
  expect(takesEffectAtOnce("WebApiServer", "settings", "session-restoration-mode")).toBe(false);
});
