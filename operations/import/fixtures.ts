/** An export as another tool may have written it: valid, with another application's and a person's object beside. */
export const foreignExport = `<?xml version="1.0" encoding="UTF-8"?>
<CfgData xmlns="http://www.genesyslab.com/cs">
  <CfgReference>
    <CfgProviderTenantRef id="t1" name="Environment" allTenants="1"/>
    <CfgTenantRef id="t101" name="Resources"/>
    <CfgHostRef id="h1" name="chat-a" ownerDBID="t1"/>
    <CfgHostRef id="h2" name="chat-b" ownerDBID="t1"/>
    <CfgAppPrototypeRef id="p1" name="Any" ownerDBID="t1"/>
  </CfgReference>
  <CfgCreate>
    <CfgServer id="g" name="GMS_Main" type="107" version="8.1.100.28" ownerDBID="t1" appPrototypeDBID="p1" hostDBID="h1" port="8080" workDirectory="/opt/gms" commandLine="./run.sh" autoRestart="2" redundancyType="1">
      <tenantDBIDs><CfgAppTenant linkDBID="t101"/></tenantDBIDs>
      <appServerDBIDs><CfgConnectionInfo linkDBID="w" connID="default"/></appServerDBIDs>
      <portInfos><CfgPortInfo connID="default" port="8080" connProtocol="http"/></portInfos>
      <options><list_pair key="service.request-chat-poll"><str_pair key="service" value="http://ors.example/a.scxml"/><int_pair key="ttl" value="3600"/><str_pair key="type" value="ors"/></list_pair></options>
    </CfgServer>
    <CfgServer id="w" name="WebAPI" type="80" version="8.1.100.28" ownerDBID="t1" appPrototypeDBID="p1" hostDBID="h1" port="8090" workDirectory="/opt/web" commandLine="./run.sh" autoRestart="2" redundancyType="1">
      <tenantDBIDs><CfgAppTenant linkDBID="t101"/></tenantDBIDs>
      <appServerDBIDs><CfgConnectionInfo linkDBID="a" connID="webapi"/></appServerDBIDs>
      <portInfos><CfgPortInfo connID="default" port="8090" connProtocol="http"/></portInfos>
    </CfgServer>
    <CfgServer id="a" name="CS1" type="59" version="8.1.000.20" ownerDBID="t1" appPrototypeDBID="p1" hostDBID="h1" port="4801" backupServerDBID="b" workDirectory="/opt/cs" commandLine="./run.sh" commandLineArguments="-host x -port 2020 -app CS1" autoRestart="2" redundancyType="2">
      <tenantDBIDs><CfgAppTenant linkDBID="t101"/></tenantDBIDs>
      <appServerDBIDs>
        <CfgConnectionInfo linkDBID="i" connID="default" connProtocol="addp" timoutLocal="10" timoutRemote="10" mode="3"/>
        <CfgConnectionInfo linkDBID="u" connID="default"/>
        <CfgConnectionInfo linkDBID="m" connID="default"/>
      </appServerDBIDs>
      <portInfos><CfgPortInfo connID="default" port="4801"/><CfgPortInfo connID="ESP" port="4803"/><CfgPortInfo connID="webapi" port="4802" connProtocol="http"/></portInfos>
      <options>
        <list_pair key="endpoints:101"><str_pair key="default" value="Köln Chat"/></list_pair>
        <list_pair key="settings"><str_pair key="session-restoration-mode" value="simple"/><int_pair key="transcript-auto-save" value="2"/><str_pair key="limits-control-enabled" value="off"/><str_pair key="my-own" value="x"/></list_pair>
        <list_pair key="security"><str_pair key="db-password" value="hunter2"/></list_pair>
      </options>
      <userProperties><list_pair key="sml"><str_pair key="x" value="1"/></list_pair></userProperties>
    </CfgServer>
    <CfgServer id="b" name="CS1_B" type="59" version="8.1.000.20" ownerDBID="t1" appPrototypeDBID="p1" hostDBID="h2" port="4801" workDirectory="/opt/cs" commandLine="./run.sh" autoRestart="2" redundancyType="2">
      <portInfos><CfgPortInfo connID="default" port="4801"/><CfgPortInfo connID="ESP" port="4803"/><CfgPortInfo connID="webapi" port="4802" connProtocol="http"/></portInfos>
      <options>
        <list_pair key="endpoints:101"><str_pair key="default" value="Köln Chat"/></list_pair>
        <list_pair key="settings"><str_pair key="session-restoration-mode" value="simple"/><str_pair key="transcript-auto-save" value="2"/></list_pair>
      </options>
    </CfgServer>
    <CfgServer id="i" name="Ixn" type="111" version="8.1.100.28" ownerDBID="t1" appPrototypeDBID="p1" hostDBID="h1" workDirectory="." commandLine="." autoRestart="1" redundancyType="1">
      <appServerDBIDs><CfgConnectionInfo linkDBID="a" connID="ESP"/></appServerDBIDs>
      <tenantDBIDs><CfgAppTenant linkDBID="t101"/></tenantDBIDs>
      <portInfos><CfgPortInfo connID="default" port="7120"/></portInfos>
    </CfgServer>
    <CfgServer id="u" name="UCS" type="63" version="8.1.100.28" ownerDBID="t1" appPrototypeDBID="p1" hostDBID="h1" workDirectory="." commandLine="." autoRestart="1" redundancyType="1">
      <tenantDBIDs><CfgAppTenant linkDBID="t101"/></tenantDBIDs>
      <portInfos><CfgPortInfo connID="default" port="7130"/></portInfos>
    </CfgServer>
    <CfgServer id="m" name="MsgSrv" type="42" version="8.1.1" ownerDBID="t1" appPrototypeDBID="p1" hostDBID="h2" workDirectory="." commandLine="." autoRestart="1" redundancyType="1">
      <portInfos><CfgPortInfo connID="default" port="7110"/></portInfos>
    </CfgServer>
    <CfgServer id="s" name="Stat1" type="2" version="8.1.1" ownerDBID="t1" appPrototypeDBID="p1" hostDBID="h2" workDirectory="." commandLine="." autoRestart="1" redundancyType="1"/>
    <CfgPerson id="p" name="joe"><any><deeper x="1"/></any></CfgPerson>
  </CfgCreate>
</CfgData>
`;
