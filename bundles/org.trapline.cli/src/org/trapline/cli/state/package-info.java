// SPDX-License-Identifier: EPL-2.0
/** The command for snapshots. */
package org.trapline.cli.state;
