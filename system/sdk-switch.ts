/** Set to anything, it leaves Pulumi's SDK as it is (docs/adr/0062-lighten-the-sdk.md). */
export const untouchedVariable = "GENESYS_CHAT_SDK_UNTOUCHED";
