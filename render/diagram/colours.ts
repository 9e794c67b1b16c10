import type { ApplicationType } from "../../model/deployment";
import type { DiagramMark } from "./topology-diagram";

/** Fills that carry dark text; they and the grey of lines are readable on light and on dark pages. */
export const fills: Readonly<Record<ApplicationType | "external", string>> = {
  GenesysMobileServices: "#cfe8ff",
  WebApiServer: "#d4f3d8",
  ChatServer: "#ffe3c2",
  InteractionServer: "#eadcff",
  OrchestrationServer: "#fff3bf",
  ContactServer: "#ffd9e2",
  external: "#eceff2",
};

/** What a change does to a part, from the most to the least that chats notice. */
export const marks: Readonly<Record<DiagramMark, { readonly fill: string; readonly stroke: string }>> = {
  removed: { fill: "#ffcecb", stroke: "#e5534b" },
  restarts: { fill: "#ffe59a", stroke: "#bf8700" },
  changed: { fill: "#b6e3ff", stroke: "#218bff" },
  added: { fill: "#aceebb", stroke: "#2da44e" },
};

/** The fill of what a change leaves alone. */
export const unchangedFill = "#f6f8fa";

/** Text on a fill. */
export const ink = "#1f2328";

/** Lines, and text on the page. */
export const line = "#7a828c";
