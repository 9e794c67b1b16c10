import { defineDeployment, type ExactDefinition, unlisted } from "../../model/exact";

/** Each is wrong in one place. The text after the mark is part of the compiler's message. */
export const wrongOptions = [
  defineDeployment({
    // @ts-expect-error transcript-autosave is no option of [settings] that is known
    chatServers: { A: { options: { settings: { "transcript-autosave": 1 } } } },
  }),
  defineDeployment({
    // @ts-expect-error "transcript-auto-save" | "transcript-save-on-error"
    chatServers: { A: { options: { settings: { "transcript-autosave": 1 } } } },
  }),
  defineDeployment({
    // @ts-expect-error Type '3' is not assignable to type
    chatServers: { A: { options: { settings: { "transcript-auto-save": 3 } } } },
  }),
  defineDeployment({
    // @ts-expect-error Type '"full"' is not assignable to type 'OneOf<"none" | "simple"> | undefined'
    chatServers: { A: { options: { settings: { "session-restoration-mode": "full" } } } },
  }),
  defineDeployment({
    // @ts-expect-error Type '"45s"' is not assignable to type
    chatServers: { A: { options: { settings: { "flex-disconnect-timeout": "45s" } } } },
  }),
  defineDeployment({
    // @ts-expect-error Type '"yes"' is not assignable to type
    chatServers: { A: { options: { settings: { "hide-attached-data": "yes" } } } },
  }),
  defineDeployment({
    // @ts-expect-error Type 'true' is not assignable to type
    chatServers: { A: { options: { settings: { "limit-for-sessions": true } } } },
  }),
  defineDeployment({
    // @ts-expect-error Type '"many"' is not assignable to type 'WholeNumber | undefined'
    chatServers: { A: { backup: { options: { settings: { "limit-for-sessions": "many" } } } } },
  }),
  defineDeployment({
    // @ts-expect-error [endpoint:1] is no section of ChatServer options that is known
    chatServers: { A: { options: { "endpoint:1": { default: "Chat In" } } } },
  }),
  defineDeployment({
    // @ts-expect-error [endpoints:Environment] is no section of ChatServer options that is known
    chatServers: { A: { options: { "endpoints:Environment": { default: "Chat In" } } } },
  }),
  defineDeployment({
    // @ts-expect-error Type 'number' is not assignable to type 'Text | undefined'
    chatServers: { A: { options: { "endpoints:1": { default: 1 } } } },
  }),
  defineDeployment({
    // @ts-expect-error verbos is no option of [log] that is known
    chatServers: { A: { backup: { options: { log: { verbos: "all" } } } } },
  }),
  defineDeployment({
    // @ts-expect-error [settings] is no section of WebApiServer options that is known
    webApiServers: { A: { options: { settings: { "transcript-auto-save": 1 } } } },
  }),
  defineDeployment({
    // @ts-expect-error chat_endpont is no option of [service.mine] that is known
    mobileServices: { A: { options: { "service.mine": { chat_endpont: "default" } } } },
  }),
  defineDeployment({
    // @ts-expect-error Type 'number' is not assignable to type 'Text | undefined'
    mobileServices: { A: { options: { "service.mine": { service: 5 } } } },
  }),
  defineDeployment({
    // @ts-expect-error [sml] is no section of GenesysMobileServices options that is known
    mobileServices: { A: { options: { sml: { "suspending-wait-timeout": 10 } } } },
  }),
  defineDeployment({
    // @ts-expect-error [chat] is no section of GenesysMobileServices annex that is known
    mobileServices: { A: { annex: { chat: { ixn_server_submit_queue: "default" } } } },
  }),
  defineDeployment({
    // @ts-expect-error 'secrt' does not exist in type 'SecretReference'
    mobileServices: { A: { options: { chat: { ixn_server_submit_queue: { secrt: "x" } } } } },
  }),
  defineDeployment({
    // @ts-expect-error Type 'null' is not assignable to type
    mobileServices: { A: { options: { chat: { ixn_server_submit_queue: null } } } },
  }),
  defineDeployment({
    // @ts-expect-error Type 'string' is not assignable to type
    mobileServices: { A: { options: { chat: "default" } } },
  }),
  defineDeployment({
    // @ts-expect-error [push] is no section of GenesysMobileServices options that is known
    mobileServices: { A: { options: { push: { marked: unlisted(1), unmarked: 1 } } } },
  }),
];

export const annotated: ExactDefinition = {
  // @ts-expect-error does not exist in type
  chatServers: { A: { options: { settings: { "transcript-autosave": 1 } } } },
};
