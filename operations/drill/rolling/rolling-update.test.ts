import { read } from "../../stack";
import { RollingUpdate } from "./rolling-update";

test("a definition that was edited during the drill is not rolled, and the edit is not taken along", async () => {
  const { deployment: drilled } = read({ stack: "acme" });
  if (!drilled) throw new Error("acme is valid");
  const rollingUpdate = new RollingUpdate("dev", drilled);
  await expect(rollingUpdate.roll({ name: "ChatServer1", members: [] })).rejects.toThrow(
    /edited during the drill.*\n.*\.\/chatstack up --stack dev/,
  );
});
