// SPDX-License-Identifier: EPL-2.0
/** Calls commands in this process and keeps what they print. */
package org.trapline.cli.testkit;
