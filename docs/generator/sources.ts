import { byCodePoint } from "../../model/path";

const docs = "https://docs.genesys.com";
const archive = "https://enu.docs.genesys.com";

/** What the tags in the catalogue and in the rules stand for. A `file:<number>` is a public file whose repository is not known. */
const sources: Readonly<Record<string, string>> = {
  seed: "GMS 8.1 Deployment Guide, Chat Support: the page that this project implements",
  design: "a decision of this project",
  ACHAT: "Chat Server Administration Guide (ESChat), the pages ACHATOv and ACHATPUSH on asynchronous chat",
  AppRedun: `${docs}/Documentation/System/8.5.x/SDG/AppRedun`,
  ChatSizing: `${docs}/Documentation/ESChat/latest/Admin/ChatSizing`,
  "ChatSrv-850": `${docs}/Documentation/ES/8.5.0/Admin/ChatSrv`,
  DeployChat: `${docs}/Documentation/ESChat/latest/Admin/DeployChat`,
  "DeployHA-814": `${docs}/Documentation/ESChat/8.1.4/Admin/DeployHA`,
  "DeployHA-852": `${docs}/Documentation/ESChat/8.5.2/Admin/DeployHA`,
  "Documentation:FR:CORM:CommLogOpts:8.5.1": `${docs}/Documentation:FR:CORM:CommLogOpts:8.5.1`,
  "DeployHA-853": "Chat Server Administration Guide (ESChat), DeployHA, as of release 8.5.3",
  "ES-WebAPI": `${docs}/Documentation/ES/8.1.4/User/WebAPI`,
  "ES-endpoints": `${docs}/Documentation/Options/latest/ES/ESJ-endpoints-ztenant_dbidz`,
  "ESC-Push": `${archive}/index.php?direction=prev&oldid=860223&title=Documentation%3AESChat%3AAdminSup%3AESCSupPush%3ARestricted`,
  "ESC-Reporting": `${docs}/Documentation/ESChat/8.5.3/Admin/ChatReporting`,
  "ESC-Welcome-814": `${docs}/Documentation/ESChat/8.1.4/Admin/Welcome`,
  "ESC-inactivity": `${docs}/Documentation/Options/latest/ES/ChatServer-inactivity-control`,
  "FR-ADDP": `${archive}/Documentation/FR/8.5.0/Dep/ADDP`,
  "FR-HACS": `${docs}/Documentation/FR/8.5.1/Dep/HACS`,
  "FR-StSpML": `${archive}/Documentation/FR/8.5.1/Dep/StSpML`,
  "GA-CfgApplication": `${docs}/Documentation/GA/8.1.4/user/CfgApplication`,
  "GAX-script": "a public script against GAX's REST interface (file:34745314986)",
  "GMS-BasicAuthentication-851": `${docs}/Documentation:GMS:Deployment:BasicAuthentication:8.5.1`,
  "GMS-Chat-851": `${archive}/Documentation:GMS:Deployment:ConfiguringChatSupport:8.5.1`,
  "GMS-ChatV1": `${docs}/Documentation/GMS/latest/API/ChatAPIVersion1`,
  "GMS-LB": "GMS Deployment Guide, ConfiguringLoadBalancer, 8.5.2",
  "GMS-Push": `${docs}/Documentation/GMS/latest/API/ChatPushNotification`,
  "GMS-StartStop-812": `${archive}/Documentation/GMS/8.1.2/Deployment/StartingandStoppingGMS`,
  "GMS-V2CometD": `${docs}/Documentation/GMS/latest/API/ChatAPIv2CometD`,
  "GMS-callback": "GMS Deployment Guide, ConfiguringCallbackwithoutDFM",
  "GMS-log-filter": "GMS Deployment Guide, GMSFilteringLogs, 8.5.1",
  "GMS-opt-811": `${docs}/Documentation:GMS:Deployment:ConfigurationOptions:8.1.1`,
  "GMS-opt-812": `${docs}/Documentation/GMS/8.1.2/Deployment/ConfigurationOptions`,
  "GMS-opt-850": `${docs}/Documentation/GMS/8.5.0/Deployment/ConfigurationOptions`,
  "GMS-request-chat": `${archive}/Documentation/GMS/8.5.1/Help/Request-chat`,
  "GMS-service-opts": "GMS API Reference, ServiceOptions, 8.5.1",
  "GMS-svc-opts": `${archive}/Documentation:Options:GMS:GMSServices-no_category:Current`,
  "GMS-tests": "the vendor's functional tests of GMS 8.5.1",
  "GWE-ChatChannel": `${docs}/Documentation/GWE/latest/Deployment/ChatChannel`,
  MCS: "https://github.com/genesys/multicloud-services, services/README.md",
  "MCS-ixn": "https://github.com/genesys/multicloud-services, services/ixn/01_chart_ixn/override_values.yaml",
  MSGA: `${docs}/Documentation/MSGA/latest/WhatsApp/Deploy`,
  Orphans: `${archive}/Documentation:Composer:Help:ChatMessagesinQueues:8.1.4`,
  "PSDK-CfgApplication": `${docs}/Documentation/PSDK/latest/ConfigLayerRef/CfgApplication`,
  "PSDK-CfgConnInfo": "the vendor's class documentation of CfgConnInfo (file:5355215292)",
  "PSDK-CfgServer": "the vendor's class documentation of CfgServer (file:4604217386)",
  TranscriptCleanup: "Options Reference of eServices, ChatServer-transcript-cleanup",
  "CVE-2021-42574": "https://nvd.nist.gov/vuln/detail/CVE-2021-42574",
  "Unicode TR 36": "https://www.unicode.org/reports/tr36",
  "YAML 1.1": "https://yaml.org/spec/1.1",
  "YAML 1.2.2": "https://yaml.org/spec/1.2.2",
  "sggu-1286": "https://www.sggu.com/smf/index.php/topic,1286.0.html",
  "template-853": "a template of Chat Server 8.5.3 in use",
  mutagen: "https://github.com/nuecho/mutagen",
};

/** The tags that stand in a source's text; what is no tag is a reader's own to understand. */
function tagsIn(text: string): string[] {
  return Object.keys(sources).filter((tag) => {
    const at = text.indexOf(tag);
    return at >= 0 && !/[\w-]/.test(text.charAt(at - 1)) && !/[\w-]/.test(text.charAt(at + tag.length));
  });
}

/** Whether everything in a rule's source can be looked up: a part after a comma is a place in the part before it. */
export function isRuleResolved(source: string): boolean {
  return source.split("; ").every((part) => {
    const [tag = ""] = part.split(", ");
    return /^(?:file:\d+|RFC \d+|docs\/\S+\.md|the option's own)$/.test(tag) || Object.hasOwn(sources, tag);
  });
}

/** Whether everything in an option's source can be looked up. */
export function isResolved(source: string): boolean {
  return source.split(/[,;] /).every((tag) => tag.startsWith("file:") || Object.hasOwn(sources, tag));
}

/** A list of what the tags in these texts stand for. */
export function sourceList(texts: readonly string[]): string {
  const used = [...new Set(texts.flatMap(tagsIn))].sort(byCodePoint);
  const link = (text: string) => text.replaceAll(/https:\S+[^\s,]/g, "<$&>");
  return used.map((tag) => `- **${tag}**: ${link(sources[tag]!)}`).join("\n");
}
