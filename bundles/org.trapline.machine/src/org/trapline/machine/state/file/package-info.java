// SPDX-License-Identifier: EPL-2.0
/**
 * Snapshots in files. Start reading at {@link org.trapline.machine.state.file.SnapshotFile}, which says how such a file looks. Whether a snapshot
 * fits a machine is not decided here.
 */
package org.trapline.machine.state.file;
