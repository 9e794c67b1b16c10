import { blocksOf, container, differenceIn, pair, reportOf, settings, urn } from "../../test/support/reports";
import { disagreements } from "./disagreement";
import { markdown } from "./formats/markdown";
import type { Preview } from "../../engine/preview";

describe("where the definitions and the engine disagree", () => {
  const engine: Preview = {
    steps: [
      pair("update", settings({ a: "1" }), settings({ a: "3" })),
      container("replace", "Chat", ["image"]),
      {
        op: "replace",
        urn: urn("docker:index/volume:Volume", "Store-data"),
        oldState: {
          type: "docker:index/volume:Volume",
          inputs: { name: "store_data", labels: [{ label: "genesys-chat.role", value: "data" }] },
        },
      },
    ],
  };
  const model = differenceIn({ steps: [pair("update", settings({ a: "1" }), settings({ a: "2" }))] });
  const found = disagreements(model, engine);

  test("each of it is a sentence", () => {
    expect(found).toEqual([
      "Container genesys-chat.dev.chat: by the definitions it is left alone, by the engine replaced (another image).",
      "Value Chat settings/a: by the definitions 1 to 2, by the engine 1 to 3.",
      "Volume store_data: by the engine it goes with its data, by the definitions it stays.",
    ]);
  });

  test("it is said at the top, and above the tables", () => {
    const told = reportOf(engine, { difference: model });
    const lines = markdown(blocksOf(told)).split("\n");
    expect(lines[3]).toContain("**The definitions and the engine disagree about dev**");
    const at = (text: string) => lines.findIndex((line) => line.includes(text));
    expect(at("by the engine replaced (image)")).toBeLessThan(at("| Application | Option |"));
    const behind = reportOf(engine, { difference: model, behind: "It is behind." });
    expect(behind.engine.disagreements).toEqual(["It is behind.", ...found]);
    expect(
      reportOf(engine, { behind: "It is behind.", difference: differenceIn(engine) }).engine.disagreements,
    ).toHaveLength(2);
    expect(disagreements(differenceIn(engine), { steps: engine.steps!.slice(0, 2) })).toEqual([]);
  });
});
