import { exampleDefinition } from "../test/support/topologies";
import { withValue } from "./fixtures/edit";
import { resolve } from "./resolve";

describe("processes of images of one's own", () => {
  const definition = exampleDefinition("external-servers");
  const files = new Map([
    ["examples/external-servers/ChatLBServerInfo.jsp", { content: { base64: "PCU=", sha256: "0f" } }],
  ]);
  const { deployment, problems } = resolve(definition, undefined, { files });
  const known = (key: string) => deployment!.applications.find((each) => each.key === key)!;

  test("have what the definition says, and defaults beside it", () => {
    expect(problems).toEqual([]);
    expect(known("GMS")).toMatchObject({ memoryMb: 2048, cpuMillis: 2000 });
    expect(known("GMS").annex).toEqual({ sml: { "suspending-wait-timeout": "20" } });
    expect(known("GMS").process).toEqual({
      shutdownTimeout: 60,
      user: "500:500",
      writablePaths: ["/opt/genesys/gms/logs"],
      health: { command: ["/opt/genesys/gms/is-well.sh"], interval: 15, timeout: 5, retries: 3 },
    });
    expect(known("WebAPI").process!.files).toEqual([
      {
        path: "/opt/tomcat/webapps/WebAPI812/SimpleSamples812/ChatHA/ChatLBServerInfo.jsp",
        source: "examples/external-servers/ChatLBServerInfo.jsp",
        content: { base64: "PCU=", sha256: "0f" },
      },
    ]);
  });

  test("are the same on a standby, and so is the image of their type", () => {
    const { image, process } = known("ChatServer1_B");
    expect(image).toBe(`registry.example/chat-server@sha256:${"1".repeat(64)}`);
    expect([image, process]).toEqual([known("ChatServer1").image, known("ChatServer1").process]);
    expect(process).toMatchObject({ startupTimeout: 120, reconnect: { timeout: 10, attempts: 1 } });
  });

  test("read their configuration where the definition says, from the default port of the field", () => {
    expect(deployment!.configurationServer).toEqual({
      host: "config.example",
      port: 2020,
      tenant: "Environment",
      folder: "Chat",
      templates: { ChatServer: "ChatServer_81", GenesysMobileServices: "GMS_81", WebApiServer: "WebAPI_812" },
    });
    const least = withValue(definition, ["delivery"], { configurationServer: { host: "config.example" } });
    expect(resolve(least).deployment!.configurationServer).toEqual({
      host: "config.example",
      port: 2020,
      tenant: "Environment",
      folder: "Applications",
      templates: {},
    });
  });

  test("are evaluated without files if none were looked up", () => {
    expect(
      resolve(definition).deployment!.applications.find(({ key }) => key === "WebAPI")!.process!.files,
    ).toEqual([expect.not.objectContaining({ content: expect.anything() })]);
  });
});
