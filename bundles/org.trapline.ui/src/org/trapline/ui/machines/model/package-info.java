// SPDX-License-Identifier: EPL-2.0
/**
 * What the Virtual Machines view lists: {@link org.trapline.ui.machines.model.Inventory} makes rows of how a session's machines are at an instant, and
 * {@link org.trapline.ui.machines.model.Deed} says what may be done with which. Knows no widget.
 */
package org.trapline.ui.machines.model;
