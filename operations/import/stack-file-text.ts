import { basename } from "node:path";
import { Document, isMap, isSeq, visit } from "yaml";
import { project } from "../../system/project";

/** Words that some reader of YAML takes for something else than a text. */
const plainText = /^(?!(?:y|yes|n|no|on|off|true|false|null)$)[A-Za-z][A-Za-z0-9_./-]*$/i;

/** A stack file with a definition, laid out as those of the repository: small maps and lists in one line. */
export function stackFileText(definition: unknown, files: readonly string[]): string {
  const document = new Document({ config: { [`${project}:deployment`]: definition } });
  document.contents!.commentBefore =
    " yaml-language-server: $schema=docs/reference/stack.schema.json\n" +
    ` Imported from ${files.map((file) => basename(file)).join(", ")}. What equals a default is left out.`;
  visit(document, {
    Collection(_, node, ancestors) {
      const depth = ancestors.filter(isMap).length;
      const isSmall = node.items.length <= 4 && String(node).length < 90;
      if (depth >= 4 && (isSmall || isSeq(node))) node.flow = true;
      if (depth >= 7 || node.items.length === 0) node.flow = true;
    },
    Scalar(key, node) {
      if (
        typeof node.value !== "string" ||
        node.value.startsWith(`${project}:`) ||
        plainText.test(node.value)
      )
        return;
      if (key !== "key" || !/^[A-Za-z][\w.-]*$/.test(node.value)) node.type = "QUOTE_DOUBLE";
    },
  });
  return document.toString({ lineWidth: 110, flowCollectionPadding: true });
}
