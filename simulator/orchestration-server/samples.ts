/**
 * SCXML applications of this project's own, by the names of the deployment guide. They show where an application of one's own goes:
 * the simulator checks and does not execute them.
 */
export const samples: Readonly<Record<string, string>> = {
  "request-chat-poll.scxml": `<?xml version="1.0" encoding="UTF-8"?>
<!-- A chat service: waits for the chat that its customer starts, and has it routed to an agent. -->
<scxml version="1.0" xmlns="http://www.w3.org/2005/07/scxml" initial="waiting">
  <datamodel>
    <data id="chat"/>
  </datamodel>
  <state id="waiting">
    <transition event="chat.submitted" target="routing"/>
  </state>
  <state id="routing">
    <transition event="chat.joined" target="talking"/>
  </state>
  <state id="talking">
    <transition event="chat.ended" target="over"/>
  </state>
  <final id="over"/>
</scxml>
`,
  "request-chat-agent.scxml": `<?xml version="1.0" encoding="UTF-8"?>
<!-- A chat service whose chat may start only after an agent was announced. -->
<scxml version="1.0" xmlns="http://www.w3.org/2005/07/scxml" initial="checking">
  <state id="checking">
    <transition event="agent.announced" target="waiting"/>
  </state>
  <state id="waiting">
    <transition event="chat.submitted" target="talking"/>
  </state>
  <state id="talking">
    <transition event="chat.ended" target="over"/>
  </state>
  <final id="over"/>
</scxml>
`,
  "inbound_chat.scxml": `<?xml version="1.0" encoding="UTF-8"?>
<!-- The workflow of the queue that chats are submitted to: hands a chat back to the service that it belongs to. -->
<scxml version="1.0" xmlns="http://www.w3.org/2005/07/scxml" initial="submitted">
  <state id="submitted">
    <transition event="service.found" target="handed-back"/>
    <transition event="service.unknown" target="default-routing"/>
  </state>
  <final id="handed-back"/>
  <final id="default-routing"/>
</scxml>
`,
};
