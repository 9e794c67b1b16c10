// @ts-check
"use strict";

/**
 * What keeps the machine from being made ready, in words for the user: what is wrong, where, and what to do next. It is
 * printed as it is, without a stack trace; any other error is a mistake of this code.
 */
class SetupFailure extends Error {}

module.exports = { SetupFailure };
