// SPDX-License-Identifier: EPL-2.0
/** The physical hart: registers, privileged state and MMU put together, and what may stand in for software in its privileged modes. */
package org.trapline.machine.hart;
