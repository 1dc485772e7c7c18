// SPDX-License-Identifier: EPL-2.0
/**
 * What disks are made of: {@link org.trapline.machine.storage.DiskImage}s, of files or blank, and {@link org.trapline.machine.storage.DiskSlice}s of
 * them. A run never changes a file: what is written is kept beside it.
 */
package org.trapline.machine.storage;
