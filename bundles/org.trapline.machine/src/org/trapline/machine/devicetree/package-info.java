// SPDX-License-Identifier: EPL-2.0
/** Device trees: built as {@link org.trapline.machine.devicetree.DeviceTreeNode}s and flattened into the blob that a kernel is given. */
package org.trapline.machine.devicetree;
