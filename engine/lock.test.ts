import { heldSentenceIn } from "./lock";

/** What the engine says (3.256.0), of a lock at a place. */
const saying = (place: string) =>
  "error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with " +
  "`pulumi cancel`.\n" +
  `  ${place}: created by root@vm (pid 19898) at 2026-11-25T01:13:12Z\n`;

test.each([
  "postgres://****:****@127.0.0.1:15432/chat/.pulumi/locks/organization/genesys-chat/acme/ca9e9d67.json?sslmode=disable",
  "s3://chat-state/.pulumi/locks/organization/genesys-chat/acme/ca9e9d67.json",
  "file:///home/ada/state/.pulumi/locks/organization/genesys-chat/acme/ca9e9d67.json",
])("a lock at %s is reported as one in a folder is", (place) => {
  expect(heldSentenceIn(saying(place))).toBe(
    "Stack acme is locked by root on vm (process 19898) since 2026-11-25T01:13:12Z: wait until that run ends, or, when it is gone " +
      'for sure, "pulumi cancel --stack acme".',
  );
});

test("where the engine says something else, nothing is made of it", () => {
  expect(heldSentenceIn("error: update failed")).toBeUndefined();
  expect(heldSentenceIn("error: the stack is currently locked by 1 lock(s).")).toBeUndefined();
});
